import { AccessPreview } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import {
  DiffBlock,
  EntityNames,
  Fact,
  Facts,
  Notice,
  Pair,
  StatusChip,
  YamlBlock,
  seconds,
} from '../components';
import { OUTCOMES } from '../edges/facets';
import { requestRouteRef } from '../routes';
import { ApprovalSetLine } from './Approvals';
import { CallersEndDetails } from './CallersEndDetails';
import { SourceOwners } from './SourceOwners';
import { guardrailInWords } from './guardrailInWords';

/**
 * What a grant would write, and whom it touches. Of a request that is made
 * already its page says who decides and why.
 */
export function PreviewDetails(props: {
  preview: AccessPreview;
  isMade?: boolean;
}) {
  const { preview, isMade = false } = props;
  const { current, alsoGains, loses } = preview;
  return (
    <>
      {preview.problems.map(({ message, request }) => (
        <Notice
          key={message}
          severity="error"
          action={request && <OpenRequest id={request} />}
        >
          {message}
        </Notice>
      ))}
      {preview.warnings.map(warning => (
        <Notice key={warning} severity="warning">
          {warning}
        </Notice>
      ))}
      {preview.obstacles.length > 0 && (
        <Notice
          severity="warning"
          title="The grant will change nothing until this is mended"
        >
          <ul>
            {preview.obstacles.map(({ fact, advice }) => (
              <li key={fact}>
                {fact} {advice}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Box mb={2}>
        <Facts
          facts={[
            {
              label: 'Now',
              value: current && (
                <>
                  <StatusChip {...OUTCOMES[current.enforced]} />{' '}
                  {current.reason}
                </>
              ),
            },
            ...(isMade
              ? []
              : [
                  {
                    label: 'Owner of the source',
                    value: <SourceOwners owners={preview.sourceOwners} />,
                  },
                ]),
            {
              label: 'Opens refused calls that are, or could be, of',
              value:
                preview.opensDenied.length > 0 ? (
                  <EntityNames entities={preview.opensDenied} />
                ) : (
                  'no DAG'
                ),
            },
            {
              label: 'Rules that would still deny',
              value: preview.stillDenies.join(', ') || 'none',
            },
            ...(isMade ? [] : decisionFacts(preview)),
            {
              label: 'Usual time to a decision',
              value:
                preview.usualDecisionSeconds === undefined
                  ? 'no history yet'
                  : seconds(preview.usualDecisionSeconds),
            },
          ]}
        />
      </Box>
      {alsoGains.map(gain => (
        <Notice
          key={gain.because}
          severity="warning"
          title={`${gain.total} more would gain access`}
        >
          {gain.because} <EntityNames entities={gain.refs} />
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
                <Pair text={`${loss.source} → ${loss.destination}`} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Typography variant="h6" component="h3" gutterBottom>
        At the destination
      </Typography>
      {preview.policies.map(policy => (
        <div key={policy.name} style={{ marginBottom: 16 }}>
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
      {preview.callersEnd && (
        <>
          <Typography variant="h6" component="h3" gutterBottom>
            At the caller
          </Typography>
          <CallersEndDetails end={preview.callersEnd} />
        </>
      )}
    </>
  );
}

/** Who has to approve, and which rule says so. */
function decisionFacts(preview: AccessPreview): Fact[] {
  return [
    {
      label: 'Who decides',
      value:
        preview.approvals.length > 0
          ? preview.approvals.map(set => (
              <ApprovalSetLine key={set.title} set={set} />
            ))
          : whoDecides(preview),
    },
    {
      label: 'Because of',
      value: guardrailInWords(preview.guardrail),
    },
  ];
}

/** Leads to the request that is in the way: there it can be extended. */
function OpenRequest(props: { id: string }) {
  const toRequest = useRouteRef(requestRouteRef);
  return (
    <LinkButton color="inherit" size="small" to={toRequest({ id: props.id })}>
      Open it
    </LinkButton>
  );
}

function whoDecides({ guardrail, problems }: AccessPreview): string {
  if (guardrail?.outcome === 'allow')
    return 'nobody: it is let through at once';
  return problems.length > 0 ? 'nobody: it would be refused' : 'nobody';
}
