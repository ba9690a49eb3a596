import {
  AccessState,
  accessStates,
  finalAccessStates,
  liveAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Chip from '@material-ui/core/Chip';
import { AccessView } from '../api';
import {
  ACCESS_STATES,
  DayField,
  FilterBox,
  MultiSelect,
  SearchField,
} from '../components';
import { UrlState } from '../hooks/useUrlState';
import { SEARCH_KEYS } from './requestSearch';

/** States that a list can hold; one with few of them needs no choice. */
const STATES: Partial<Record<AccessView, AccessState[]>> = {
  mine: accessStates,
  all: accessStates,
  live: ['scheduled', ...liveAccessStates],
  history: finalAccessStates,
};

/** Searches a list of requests; all of it lives in the address. */
export function RequestFilters(props: { view: AccessView; url: UrlState }) {
  const { view, url } = props;
  const change = (key: string) => (value: string | string[]) =>
    url.set({ [key]: value, offset: undefined });
  const states = STATES[view];
  const ref = url.one('ref');
  const text = (key: string, label: string) => (
    <SearchField
      label={label}
      value={url.one(key) ?? ''}
      onChange={change(key)}
    />
  );
  const day = (key: string, label: string) => (
    <DayField label={label} value={url.one(key) ?? ''} onChange={change(key)} />
  );
  const clear = () =>
    url.set({
      offset: undefined,
      ...Object.fromEntries(SEARCH_KEYS.map(key => [key, undefined])),
    });
  return (
    <FilterBox
      onClear={
        SEARCH_KEYS.some(key => url.all(key).length > 0) ? clear : undefined
      }
    >
      {text('text', 'Search names and reasons')}
      {text('person', 'Person')}
      {text('dag', 'DAG')}
      {text('service', 'Service')}
      {states && (
        <MultiSelect
          label="State"
          options={states.map(state => ({
            value: state,
            label: ACCESS_STATES[state].label,
          }))}
          selected={url.all('state')}
          onChange={change('state')}
        />
      )}
      {day('from', 'Open or live from')}
      {day('to', 'Until')}
      {ref && (
        <Chip
          label={
            <>
              {'Only of '}
              <EntityRefLink entityRef={ref} />
            </>
          }
          onDelete={() => change('ref')('')}
        />
      )}
    </FilterBox>
  );
}
