import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessView } from '../api';
import { DataTable, LoadBoundary } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { pagingOf, useTableState } from '../hooks/useTableState';
import { requestColumns } from './requestColumns';
import { RequestFilters } from './RequestFilters';
import { requestSearch, SEARCH_KEYS } from './requestSearch';

/** One list of requests, paged by the server. */
export function RequestTable(props: {
  view: AccessView;
  label: string;
  empty: string;
}) {
  const { view, label, empty } = props;
  const api = useApiClient();
  const { url, query, key } = useTableState({ filters: false });
  const { offset, limit } = query;
  const search = requestSearch(url);
  const isSearched = SEARCH_KEYS.some(each => url.one(each));
  const loaded = useLoad(
    signal => api.requests({ view, ...search, offset, limit }, signal),
    `${view} ${key} ${JSON.stringify(search)}`,
    { poll: POLL_MILLISECONDS },
  );
  return (
    <>
      <RequestFilters view={view} url={url} />
      <LoadBoundary loaded={loaded} what="the requests">
        {page => (
          <DataTable<AccessRequest>
            label={label}
            columns={requestColumns}
            rows={page.items}
            rowKey={request => request.id}
            empty={
              isSearched
                ? 'No request fits. Clear the filters, or look in another list.'
                : empty
            }
            paging={pagingOf(url, query, page.total)}
          />
        )}
      </LoadBoundary>
    </>
  );
}
