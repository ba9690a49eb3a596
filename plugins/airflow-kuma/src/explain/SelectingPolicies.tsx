import { Explanation } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Typography from '@material-ui/core/Typography';
import ExpandMore from '@material-ui/icons/ExpandMore';
import { PlainEmpty, Section, YamlBlock } from '../components';

/** Policies that select the destination, the deciding one first named. */
export function SelectingPolicies(props: { explanation: Explanation }) {
  const { selectedBy, verdict, enforcement } = props.explanation;
  const decided = verdict?.decidedBy;
  return (
    <Section
      title={`Policies that select the destination (${selectedBy.length})`}
    >
      {selectedBy.length === 0 && (
        <PlainEmpty>
          {`None.${
            enforcement ? ` A call now: ${enforcement.withoutPermission}` : ''
          }`}
        </PlainEmpty>
      )}
      {selectedBy.map(policy => {
        const decides = decided?.policy.name === policy.name;
        return (
          <Accordion
            key={`${policy.kind} ${policy.name} ${policy.dialect}`}
            variant="outlined"
            TransitionProps={{ unmountOnExit: true }}
          >
            <AccordionSummary expandIcon={<ExpandMore />}>
              <div>
                <Typography variant="subtitle2">{policy.name}</Typography>
                <Typography variant="caption" color="textSecondary">
                  {[
                    `${policy.kind}, ${policy.dialect}`,
                    policy.shadow && 'shadow: decides nothing',
                    decides &&
                      `decides: rule ${decided.index + 1}, ${decided.clause}, ${
                        decided.match
                      }`,
                  ]
                    .filter(Boolean)
                    .join(' – ')}
                </Typography>
              </div>
            </AccordionSummary>
            <AccordionDetails style={{ display: 'block' }}>
              {policy.yaml ? (
                <YamlBlock
                  yaml={policy.yaml}
                  label={`YAML of ${policy.name}`}
                />
              ) : (
                <PlainEmpty>
                  The control plane does not give its YAML.
                </PlainEmpty>
              )}
            </AccordionDetails>
          </Accordion>
        );
      })}
    </Section>
  );
}
