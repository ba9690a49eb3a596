import {
  Page,
  TableQuery,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ReactNode } from 'react';
import { FilterKey } from '../hooks/filterKeys';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { DEFAULT_LIMIT, useTableState } from '../hooks/useTableState';
import { DataColumn, DataTable } from './DataTable';
import { FilterBar } from './FilterBar';
import { LoadBoundary } from './LoadBoundary';

/** A filterable table of the inventory; its state is in the address. */
export function InventoryTable<T extends { ref: string }>(props: {
  label: string;
  of: 'dags' | 'services';
  searchLabel: string;
  columns: DataColumn<T>[];
  filterKeys: readonly FilterKey[];
  load: (query: TableQuery, signal: AbortSignal) => Promise<Page<T>>;
  empty: ReactNode;
}) {
  const { url, query, key } = useTableState({ filters: true });
  const loaded = useLoad(
    signal => props.load(query, signal),
    `${props.label} ${key}`,
    { poll: POLL_MILLISECONDS },
  );
  return (
    <>
      <FilterBar
        keys={props.filterKeys}
        of={props.of}
        searchLabel={props.searchLabel}
      />
      <LoadBoundary
        loaded={loaded}
        what={`the ${props.label.toLowerCase()} table`}
      >
        {page => (
          <DataTable
            label={props.label}
            columns={props.columns}
            rows={page.items}
            rowKey={row => row.ref}
            orderBy={query.orderBy ?? 'name'}
            onOrder={orderBy => url.set({ orderBy, offset: undefined })}
            loading={false}
            empty={props.empty}
            paging={{
              offset: query.offset,
              limit: query.limit,
              total: page.total,
              onChange: ({ offset, limit }) =>
                url.set({
                  offset: offset ? String(offset) : undefined,
                  limit: limit === DEFAULT_LIMIT ? undefined : String(limit),
                }),
            }}
          />
        )}
      </LoadBoundary>
    </>
  );
}
