import {
  GraphNode,
  PathAnswer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import { Notice } from '../components';
import { OUTCOMES } from '../edges/facets';
import { ExplainLink } from '../explain/ExplainLink';
import { UrlState } from '../hooks/useUrlState';
import { labelsOf } from './canvas/describe';
import { askForPath, PathQuestion } from './state/pathQuestion';

/** The way that is drawn, step by step with the policies on it. */
export function PathNotice(props: {
  question: PathQuestion;
  path?: PathAnswer;
  nodes: GraphNode[];
  url: UrlState;
}) {
  const { question, path, nodes, url } = props;
  const labels = labelsOf(nodes);
  const name = (ref: string) => labels.get(ref) ?? ref.replace(/^.*\//, '');
  return (
    <Notice
      severity="info"
      title={`How ${name(question.source)} reaches ${name(
        question.destination,
      )}`}
      action={
        <Button size="small" onClick={() => url.set(askForPath(undefined))}>
          Back to the graph
        </Button>
      }
    >
      {path ? path.sentence : 'Looking for a way.'}
      {path && path.hops.length > 0 && (
        <ol aria-label="Steps" style={{ margin: 0, paddingLeft: 20 }}>
          {path.hops.map(hop => (
            <li key={hop.destination}>
              {`${name(hop.source)} calls ${name(hop.destination)}`}
              {hop.ports.length > 0 && ` on ${hop.ports.join(', ')}`}
              {`: ${OUTCOMES[hop.outcome].label.toLowerCase()}, ${policiesOf(
                hop,
              )}. ${hop.reason}`}
            </li>
          ))}
        </ol>
      )}
      {path && (
        <ExplainLink
          source={question.source}
          destination={question.destination}
          about={`${name(question.source)} to ${name(question.destination)}`}
          label="Explain the direct call"
        />
      )}
    </Notice>
  );
}

function policiesOf({ policies }: PathAnswer['hops'][number]): string {
  return policies.length
    ? `by ${policies.map(({ name }) => name).join(', ')}`
    : 'without a policy';
}
