import {
  GraphAnswer,
  GraphQuery,
  ImpactAnswer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import { Notice, absolute } from '../components';
import { UrlState } from '../hooks/useUrlState';
import { ProposedChange } from './state/useGraphAnswer';

/** Says that what is drawn is not simply now. */
export function ComparisonNotice(props: {
  query: GraphQuery;
  change?: ProposedChange;
  impact?: ImpactAnswer;
  /** Sources for which the instant lies between two reads. */
  between?: GraphAnswer['between'];
  url: UrlState;
}) {
  const { query, change, impact, url } = props;
  if (change) {
    return (
      <Notice
        severity="info"
        title={
          'request' in change
            ? 'If this request is approved'
            : `If ${change.name} goes`
        }
        action={
          <Button
            size="small"
            onClick={() =>
              url.set({
                ifApproved: undefined,
                ifRemoved: undefined,
                inControlPlane: undefined,
                inMesh: undefined,
              })
            }
          >
            Back to now
          </Button>
        }
      >
        {impact
          ? `${impact.opens} open, ${impact.closes} close; of those that close, ${impact.breaks} are declared or were seen in use.`
          : 'Computing what would change.'}
      </Notice>
    );
  }
  if (!query.asOf && !query.compareTo) return null;
  return (
    <Notice
      severity="info"
      action={
        <Button
          size="small"
          onClick={() => url.set({ asOf: undefined, compareTo: undefined })}
        >
          Back to now
        </Button>
      }
    >
      {`The graph as of ${query.asOf ? absolute(query.asOf) : 'now'}`}
      {query.compareTo &&
        `, compared with ${absolute(
          query.compareTo,
        )}: + new, − gone, ~ changed since then`}
      .
      {props.between?.map(reads => (
        <div key={reads.title}>{betweenReads(reads)}</div>
      ))}
    </Notice>
  );
}

/** Between which reads an instant lies, and which of them is drawn. */
export function betweenReads(
  reads: NonNullable<GraphAnswer['between']>[number],
): string {
  const { title, before, after } = reads;
  return after
    ? `${title} was read ${absolute(
        before,
      )}, and the next read that found something else was ${absolute(
        after,
      )}. The picture shows what the earlier one found.`
    : `${title} was last read ${absolute(before)}, before this moment.`;
}
