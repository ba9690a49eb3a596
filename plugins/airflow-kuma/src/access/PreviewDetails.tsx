import { AccessPreview } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  DiffBlock,
  Facts,
  Notice,
  StatusChip,
  YamlBlock,
  seconds,
} from '../components';
import { OUTCOMES } from '../edges/facets';
import { ApprovalSetLine } from './Approvals';

/** What a grant would write, and whom it touches. */
export function PreviewDetails(props: { preview: AccessPreview }) {
  const { preview } = props;
  const { current, alsoGains, loses } = preview;
  return (
    <>
      {preview.problems.map(problem => (
        <Notice key={problem.message} severity="error">
          {problem.message}
        </Notice>
      ))}
      {preview.warnings.map(warning => (
        <Notice key={warning} severity="warning">
          {warning}
        </Notice>
      ))}
      {!preview.enforced && (
        <Notice severity="warning" title="This mesh would not enforce it">
          The permission can be written, but calls pass with or without it.
        </Notice>
      )}
      <Facts
        facts={[
          {
            label: 'Now',
            value: current && (
              <>
                <StatusChip {...OUTCOMES[current.enforced]} /> {current.reason}
              </>
            ),
          },
          {
            label: 'Opens refused calls of',
            value: <Refs refs={preview.opensDenied} none="no DAG" />,
          },
          {
            label: 'Rules that would still deny',
            value: preview.stillDenies.join(', ') || 'none',
          },
          {
            label: 'Guardrail',
            value: preview.guardrail?.name ?? 'none',
          },
          {
            label: 'Usual time to a decision',
            value:
              preview.usualDecisionSeconds === undefined
                ? 'no history yet'
                : seconds(preview.usualDecisionSeconds),
          },
        ]}
      />
      {alsoGains.map(gain => (
        <Notice
          key={gain.because}
          severity="warning"
          title={`${gain.total} more would gain access`}
        >
          {gain.because} <Refs refs={gain.refs} none="" />
          {gain.identities.length > 0 && ` (${gain.identities.join(', ')})`}
          {gain.total > gain.refs.length &&
            gain.refs.length > 0 &&
            ` and ${gain.total - gain.refs.length} more`}
        </Notice>
      ))}
      {loses.length > 0 && (
        <Notice severity="error" title={`${loses.length} would lose access`}>
          <ul>
            {loses.map(loss => (
              <li key={`${loss.source} ${loss.destination}`}>
                {`${loss.source} → ${loss.destination}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {preview.approvals.map(set => (
        <ApprovalSetLine key={set.title} set={set} />
      ))}
      {preview.policies.map(policy => (
        <div key={policy.name} style={{ marginTop: 16 }}>
          <Typography variant="subtitle2" gutterBottom>
            {`${
              policy.before === undefined ? 'New policy' : 'Changed policy'
            } ${policy.name}, through ${policy.driver}`}
          </Typography>
          <DiffBlock diff={policy.diff} label={`Change to ${policy.name}`} />
          <details>
            <summary>Whole policy as YAML</summary>
            <YamlBlock yaml={policy.yaml} label={`YAML of ${policy.name}`} />
          </details>
        </div>
      ))}
    </>
  );
}

function Refs(props: { refs: string[]; none: string }) {
  if (props.refs.length === 0) return <>{props.none}</>;
  return (
    <>
      {props.refs.map((ref, index) => (
        <span key={ref}>
          {index > 0 && ', '}
          <EntityRefLink entityRef={ref} />
        </span>
      ))}
    </>
  );
}
