import {
  CallEnds,
  READINESS_CAUSES,
  ReadinessCall,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import {
  DataColumn,
  EntityName,
  READINESS_LOOKS,
  StatusChip,
} from '../components';
import { OUTCOMES } from '../edges/facets';
import { ResourceNames } from './ResourceNames';

/** Columns of the calls that change. */
export const callColumns: DataColumn<ReadinessCall>[] = [
  { title: 'Who calls', render: call => <Caller call={call} /> },
  {
    title: 'Service',
    render: ({ service, serviceName, port }) => (
      <>
        <EntityName entityRef={service} name={serviceName} />
        {port !== undefined && ` port ${port}`}
        {!service && (
          <Typography variant="caption" component="div">
            No service of the mesh
          </Typography>
        )}
      </>
    ),
  },
  {
    title: 'What happens',
    render: ({ state }) => <StatusChip {...READINESS_LOOKS[state]} />,
  },
  {
    title: 'Why',
    render: ({ before, after, observed }) => (
      <>
        <End when="Today" ends={before} isSeen={observed === 'seen'} />
        <End when="In 3.0" ends={after} />
      </>
    ),
  },
  {
    title: 'What mends it',
    render: ({ causes }) => (
      <>
        {causes.map(({ kind, resources }) => (
          <Typography key={kind} variant="body2" component="div" gutterBottom>
            <strong>{READINESS_CAUSES[kind].title}</strong>
            <ResourceNames resources={resources} />
            <div>{READINESS_CAUSES[kind].mend}</div>
          </Typography>
        ))}
        {causes.length === 0 && 'Make it judgeable first: see why it is not.'}
      </>
    ),
  },
];

function Caller(props: { call: ReadinessCall }) {
  const { dag, dagName, caller, tasks } = props.call;
  if (caller) {
    return (
      <>
        <span title={caller.uriSans.join(', ')}>{caller.uriSans[0]}</span>
        <Typography variant="caption" component="div">
          {`Shared; it could be of ${
            caller.total === 1 ? 'one DAG' : `${caller.total} DAGs`
          }.`}
        </Typography>
      </>
    );
  }
  return (
    <>
      <EntityName entityRef={dag} name={dagName} />
      {tasks.length > 0 && (
        <Typography variant="caption" component="div">
          {`${tasks.length === 1 ? 'Task' : 'Tasks'} ${tasks.join(', ')}`}
        </Typography>
      )}
    </>
  );
}

/** One of the two verdicts, with its reasons. */
function End(props: { when: string; ends: CallEnds; isSeen?: boolean }) {
  const { when, ends, isSeen } = props;
  return (
    <Typography variant="body2" component="div" gutterBottom>
      {`${when}: `}
      <StatusChip {...OUTCOMES[ends.outcome]} />
      {isSeen && ends.outcome === 'unknown' && ' Telemetry saw it pass.'}
      <div>{ends.reason}</div>
    </Typography>
  );
}
