import { FilterValues } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ReactNode } from 'react';
import { FILTER_KEYS, FILTER_LABELS, FilterKey } from '../hooks/filterKeys';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { useUrlState } from '../hooks/useUrlState';
import { FilterBox } from './FilterBox';
import { MultiSelect } from './MultiSelect';
import { SearchField } from './SearchField';

const NOTHING: Partial<FilterValues> = {};

/** The filters that tables and graph share; all of it lives in the address. */
export function FilterBar(props: {
  /** Filters that make sense here; all when absent. */
  keys?: readonly FilterKey[];
  searchLabel: string;
  children?: ReactNode;
}) {
  const api = useApiClient();
  const url = useUrlState();
  const filters = useLoad(signal => api.filters(signal), 'filters');
  const keys = props.keys ?? FILTER_KEYS;
  const values = filters.value ?? NOTHING;
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
        // A filter with one value or none cannot narrow anything, unless it is set.
        .filter(
          key => (values[key]?.length ?? 0) > 1 || url.all(key).length > 0,
        )
        .map(key => (
          <MultiSelect
            key={key}
            label={FILTER_LABELS[key]}
            options={values[key] ?? []}
            selected={url.all(key)}
            onChange={selected =>
              url.set({ [key]: selected, offset: undefined })
            }
          />
        ))}
      {props.children}
    </FilterBox>
  );
}
