import {
  READINESS_CAUSES,
  READINESS_STATES,
  ReadinessAnswer,
  ReadinessCauseKind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import { saveFile } from '../audit/saveFile';
import {
  ErrorNotice,
  FilterBox,
  MultiSelect,
  READINESS_LOOKS,
} from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';
import { useEntityNames } from '../hooks/useEntityNames';
import { UrlState } from '../hooks/useUrlState';
import { NOBODY } from './OwnerSection';

/** Keys of the address that narrow what is listed. */
export const FILTERS = ['owner', 'state', 'kind'];

/** Narrows what is listed, and saves all of it. */
export function ReadinessFilters(props: {
  answer: ReadinessAnswer;
  url: UrlState;
}) {
  const { answer, url } = props;
  const api = useApiClient();
  const nameOf = useEntityNames(
    answer.owners.flatMap(({ owner }) => owner || []),
  );
  const { run, running, error } = useAction();
  const change = (key: string) => (values: string[]) =>
    url.set({ [key]: values });
  const { controlPlane, mesh } = answer;
  const kinds = kindsOf(answer);
  return (
    <>
      <FilterBox
        onClear={
          FILTERS.some(key => url.all(key).length > 0)
            ? () =>
                url.set(
                  Object.fromEntries(FILTERS.map(key => [key, undefined])),
                )
            : undefined
        }
        actions={
          <Button
            size="small"
            disabled={running}
            onClick={() =>
              run(async () =>
                saveFile(
                  await api.exportReadiness({ controlPlane, mesh }),
                  `ready-for-3.0-${controlPlane}-${mesh}.csv`,
                ),
              )
            }
          >
            Export CSV
          </Button>
        }
      >
        <MultiSelect
          label="Owner"
          options={answer.owners.map(({ owner, left }) => ({
            value: owner,
            label: owner ? nameOf(owner) : NOBODY,
            count: left,
          }))}
          selected={url.all('owner')}
          onChange={change('owner')}
        />
        <MultiSelect
          label="What happens"
          options={READINESS_STATES.filter(state => state !== 'stays').map(
            state => ({
              value: state,
              label: READINESS_LOOKS[state].label,
              count: answer.counts[state],
            }),
          )}
          selected={url.all('state')}
          onChange={change('state')}
        />
        <MultiSelect
          label="Why"
          options={[...kinds].map(([kind, count]) => ({
            value: kind,
            label: READINESS_CAUSES[kind].title,
            count,
          }))}
          selected={url.all('kind')}
          onChange={change('kind')}
        />
      </FilterBox>
      {error && <ErrorNotice error={error} />}
    </>
  );
}

/** Causes that there are, with how many calls have each. */
function kindsOf({ owners }: ReadinessAnswer): Map<ReadinessCauseKind, number> {
  const counts = new Map<ReadinessCauseKind, number>();
  for (const { calls } of owners) {
    for (const { causes } of calls) {
      for (const kind of new Set(causes.map(cause => cause.kind))) {
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
    }
  }
  return counts;
}
