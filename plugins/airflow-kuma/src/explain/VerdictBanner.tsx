import {
  Explanation,
  PermittedFacet,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { Notice, StatusChip, EntityNames } from '../components';
import { OUTCOMES } from '../edges/facets';

const SEVERITY: Record<
  PermittedFacet['outcome'],
  'success' | 'error' | 'warning' | 'info'
> = {
  allow: 'success',
  deny: 'error',
  'not-enforced': 'warning',
  unknown: 'info',
};

/** The answer in one sentence, and where intent and enforcement part. */
export function VerdictBanner(props: { explanation: Explanation }) {
  const { explanation } = props;
  const { verdict, outcome, shared } = explanation;
  return (
    <>
      <Notice severity={SEVERITY[outcome]}>
        <StatusChip {...OUTCOMES[outcome]} />
        <Typography variant="h6" component="h2">
          {explanation.sentence}
        </Typography>
      </Notice>
      {verdict && verdict.intended !== verdict.enforced && (
        <Notice severity="warning" title="What is written is not what happens">
          {`The policies say: ${OUTCOMES[
            verdict.intended
          ].label.toLowerCase()}. Envoy does: ${OUTCOMES[
            verdict.enforced
          ].label.toLowerCase()}. Act on what Envoy does.`}
        </Notice>
      )}
      {verdict?.basis === 'source' && (
        <Notice severity="info">
          This case was read in Kuma's source and not measured on a real proxy.
        </Notice>
      )}
      {verdict?.basis === 'assumed' && (
        <Notice severity="info">
          The control plane names no release of Kuma. It is taken for the newest
          that has the same kinds of resources, so this may be wrong.
        </Notice>
      )}
      {verdict?.shadow && (
        <Notice severity="info">
          {`Shadow policies would ${verdict.shadow} this call.`}
        </Notice>
      )}
      {!explanation.agree && (
        <Notice severity="warning">
          Proxies that carry this port disagree; the worst answer is shown. A
          call succeeds or fails depending on which of them it reaches.
        </Notice>
      )}
      {shared.total > 1 && (
        <Notice severity="info" title="Shared identity">
          {`${counted(
            shared.total,
            'DAG',
          )} call under this identity and get the same answer`}
          {shared.refs.length > 0 && ', among them '}
          <EntityNames entities={shared.refs} />.
        </Notice>
      )}
    </>
  );
}
