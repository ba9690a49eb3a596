import {
  counted,
  DagIdentity,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import CloudOff from '@material-ui/icons/CloudOff';
import HelpOutline from '@material-ui/icons/HelpOutline';
import Typography from '@material-ui/core/Typography';
import {
  Facts,
  PlainEmpty,
  Section,
  StatusChip,
  StatusLook,
  EntityNames,
} from '../components';

const STATES: Record<DagIdentity['state'], StatusLook> = {
  live: { tone: 'ok', icon: CheckCircleOutline, label: 'Live' },
  'not-live': { tone: 'error', icon: CloudOff, label: 'No live proxy' },
  none: { tone: 'neutral', icon: HelpOutline, label: 'No rule' },
};

/** As whom a DAG calls, and with whom it shares that. */
export function DagIdentities(props: { identities: DagIdentity[] }) {
  return (
    <Section title="Workload identity">
      {props.identities.length === 0 && (
        <PlainEmpty>
          No rule under airflowKuma.identities fits this DAG, so nobody can say
          as whom its tasks call. Ask whoever runs this portal to add one.
        </PlainEmpty>
      )}
      {props.identities.map((identity, index) => (
        <Identity key={index} identity={identity} />
      ))}
    </Section>
  );
}

function Identity(props: { identity: DagIdentity }) {
  const { identity } = props;
  return (
    <>
      <Typography variant="body2" gutterBottom>
        <StatusChip {...STATES[identity.state]} /> {identity.reason}
      </Typography>
      <Facts
        facts={[
          { label: 'SPIFFE ID', value: identity.uriSans.join(', ') },
          {
            label: 'Mesh',
            value: [identity.controlPlane, identity.mesh]
              .filter(Boolean)
              .join(' / '),
          },
          { label: 'Proxies', value: identity.proxies.join(', ') },
          { label: 'Shared with', value: <SharedWith identity={identity} /> },
        ]}
      />
    </>
  );
}

/** Other DAGs on the identity that may be named, and how many there are. */
function SharedWith(props: { identity: DagIdentity }) {
  const { sharedWith, sharedBy } = props.identity;
  if (sharedBy <= 1) return <>no other DAG</>;
  const unnamed = sharedBy - 1 - sharedWith.length;
  return (
    <>
      <EntityNames entities={sharedWith} />
      {unnamed > 0 &&
        `${
          sharedWith.length ? ` and ${unnamed} more` : counted(unnamed, 'DAG')
        } that you may not see`}
    </>
  );
}
