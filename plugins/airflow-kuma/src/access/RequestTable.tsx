import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessView } from '../api';
import { DataTable, LoadBoundary } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { DEFAULT_LIMIT, useTableState } from '../hooks/useTableState';
import { requestColumns } from './requestColumns';

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
  const loaded = useLoad(
    signal => api.requests({ view, offset, limit }, signal),
    `${view} ${key}`,
    { poll: POLL_MILLISECONDS },
  );
  return (
    <LoadBoundary loaded={loaded} what="the requests">
      {page => (
        <DataTable<AccessRequest>
          label={label}
          columns={requestColumns}
          rows={page.items}
          rowKey={request => request.id}
          empty={empty}
          paging={{
            offset,
            limit,
            total: page.total,
            onChange: next =>
              url.set({
                offset: next.offset ? String(next.offset) : undefined,
                limit:
                  next.limit === DEFAULT_LIMIT ? undefined : String(next.limit),
              }),
          }}
        />
      )}
    </LoadBoundary>
  );
}
