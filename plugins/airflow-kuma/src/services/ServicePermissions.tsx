import { ServiceDetails } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import ExpandMore from '@material-ui/icons/ExpandMore';
import { GraphLink } from '../graph/GraphLink';
import { LastChange, PlainEmpty, Section, YamlBlock } from '../components';

/** The permissions that select a service, as the API returned them. */
export function ServicePermissions(props: { details: ServiceDetails }) {
  const { permissions, enforcement } = props.details;
  return (
    <Section title={`Permissions (${permissions.length})`}>
      {permissions.length === 0 && (
        <PlainEmpty>
          {`No permission selects it.${
            enforcement ? ` A call now: ${enforcement.withoutPermission}` : ''
          }`}
        </PlainEmpty>
      )}
      {permissions.map(permission => (
        <Accordion
          key={`${permission.kind} ${permission.name}`}
          variant="outlined"
          TransitionProps={{ unmountOnExit: true }}
        >
          <AccordionSummary expandIcon={<ExpandMore />}>
            <Box>
              <Typography variant="subtitle2">{permission.name}</Typography>
              <Typography variant="caption" color="textSecondary">
                {[
                  permission.kind,
                  permission.shadow && 'shadow: decides nothing',
                  permission.grants.length > 0 && 'granted through this portal',
                ]
                  .filter(Boolean)
                  .join(', ')}
                {', '}
                <LastChange
                  created={permission.created}
                  modified={permission.modified}
                />
              </Typography>
            </Box>
          </AccordionSummary>
          <AccordionDetails style={{ display: 'block' }}>
            <GraphLink
              changes={{
                ifRemoved: `${permission.kind}/${permission.name}`,
                inControlPlane: permission.controlPlane,
                inMesh: permission.mesh,
              }}
              label="What breaks if it goes?"
            />
            <YamlBlock
              yaml={permission.yaml}
              label={`YAML of ${permission.name}`}
            />
          </AccordionDetails>
        </Accordion>
      ))}
    </Section>
  );
}
