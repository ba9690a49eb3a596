import {
  counted,
  FilterValues,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ReactNode } from 'react';
import { FILTER_KEYS, FILTER_LABELS, FilterKey } from '../hooks/filterKeys';
import { useEntityNames } from '../hooks/useEntityNames';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { useUrlState } from '../hooks/useUrlState';
import { FilterBox } from './FilterBox';
import { MultiSelect, SelectOption } from './MultiSelect';
import { SearchField } from './SearchField';
import { stateInWords } from './status/stateInWords';

const NOTHING: Partial<FilterValues> = {};

/** The filters that tables and graph share; all of it lives in the address. */
export function FilterBar(props: {
  /** Filters that make sense here; all when absent. */
  keys?: readonly FilterKey[];
  /** The table that is filtered; a picture has rows of both. */
  of?: 'dags' | 'services';
  searchLabel: string;
  children?: ReactNode;
}) {
  const api = useApiClient();
  const url = useUrlState();
  const filters = useLoad(signal => api.filters(signal), 'filters');
  const keys = props.keys ?? FILTER_KEYS;
  const values = filters.value ?? NOTHING;
  const nameOf = useEntityNames((values.owner ?? []).map(({ value }) => value));
  const anySet =
    url.one('text') !== undefined || keys.some(key => url.all(key).length > 0);
  const clear = () =>
    url.set({
      text: undefined,
      offset: undefined,
      ...Object.fromEntries(keys.map(key => [key, undefined])),
    });
  return (
    <FilterBox onClear={anySet ? clear : undefined}>
      <SearchField
        label={props.searchLabel}
        value={url.one('text') ?? ''}
        onChange={text => url.set({ text, offset: undefined })}
      />
      {keys
        .map(key => ({
          key,
          selected: url.all(key),
          options: optionsOf(key, values[key], url.all(key), nameOf, props.of),
        }))
        // A filter with one value or none cannot narrow anything, unless it is set.
        .filter(
          ({ options, selected }) => options.length > 1 || selected.length > 0,
        )
        .map(({ key, options, selected }) => (
          <MultiSelect
            key={key}
            label={FILTER_LABELS[key]}
            options={options}
            selected={selected}
            onChange={chosen => url.set({ [key]: chosen, offset: undefined })}
          />
        ))}
      {props.children}
    </FilterBox>
  );
}

/** Values that leave something, each with how much, and those that are set. */
function optionsOf(
  key: FilterKey,
  values: FilterValues[FilterKey] = [],
  selected: string[],
  nameOf: (ref: string) => string,
  of: 'dags' | 'services' | undefined,
): SelectOption[] {
  return values
    .filter(row => !of || row[of] > 0 || selected.includes(row.value))
    .map(row => ({
      value: row.value,
      label: labelOf(key, row, nameOf),
      count: of ? row[of] : bothInWords(row),
    }));
}

function labelOf(
  key: FilterKey,
  row: FilterValues[FilterKey][number],
  nameOf: (ref: string) => string,
): string {
  if (key === 'state') return stateInWords(row.value);
  return key === 'owner' ? nameOf(row.value) : row.label;
}

function bothInWords(row: { dags: number; services: number }): string {
  return [
    row.dags > 0 && counted(row.dags, 'DAG'),
    row.services > 0 && counted(row.services, 'service'),
  ]
    .filter(Boolean)
    .join(', ');
}
