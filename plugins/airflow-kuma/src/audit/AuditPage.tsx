import { auditReadPermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import { AuditQuery } from '../api';
import {
  DataTable,
  DayField,
  ErrorNotice,
  FilterBox,
  LoadBoundary,
  Loading,
  SearchField,
} from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { pagingOf, useTableState } from '../hooks/useTableState';
import { ActionSelect } from './ActionSelect';
import { actorOf } from './actorOf';
import { auditColumns } from './auditColumns';
import { dayEnd, dayStart } from './days';
import { NoTrail } from './NoTrail';
import { saveFile } from './saveFile';
import { TrailState } from './TrailState';

const FILTERS = ['text', 'actor', 'action', 'requestId', 'from', 'to'];

/** The audit trail, for those who may read it. */
export function AuditPage() {
  const { loading, allowed } = usePermission({
    permission: auditReadPermission,
  });
  if (loading) return <Loading what="the audit trail" />;
  return allowed ? <Trail /> : <NoTrail />;
}

/** Filtered in the address, exported as filtered. */
function Trail() {
  const api = useApiClient();
  const { url, query: page } = useTableState({ filters: false });
  const filter: AuditQuery = {
    text: url.one('text'),
    actor: actorOf(url.one('actor')),
    action: url.one('action'),
    requestId: url.one('requestId'),
    from: dayStart(url.one('from')),
    to: dayEnd(url.one('to')),
  };
  const { offset, limit } = page;
  const loaded = useLoad(
    signal => api.audit({ ...filter, offset, limit }, signal),
    JSON.stringify([filter, offset, limit]),
  );
  const { run, running, error } = useAction();
  const exportAs = (format: 'json' | 'csv') =>
    run(async () =>
      saveFile(await api.exportAudit(format, filter), `audit.${format}`),
    );
  const clear = () =>
    url.set({
      offset: undefined,
      ...Object.fromEntries(FILTERS.map(key => [key, undefined])),
    });
  const field = (key: string, label: string) => (
    <SearchField
      label={label}
      value={url.one(key) ?? ''}
      onChange={value => url.set({ [key]: value, offset: undefined })}
    />
  );
  const day = (key: string, label: string) => (
    <DayField
      label={label}
      value={url.one(key) ?? ''}
      onChange={value => url.set({ [key]: value, offset: undefined })}
    />
  );
  return (
    <>
      <TrailState />
      <FilterBox
        onClear={FILTERS.some(key => url.one(key)) ? clear : undefined}
        actions={
          <>
            {(['json', 'csv'] as const).map(format => (
              <Button
                key={format}
                size="small"
                disabled={running}
                onClick={() => exportAs(format)}
              >
                {`Export ${format.toLocaleUpperCase('en-US')}`}
              </Button>
            ))}
          </>
        }
      >
        {field('text', 'Search the trail')}
        {field('actor', 'Who (name or ref)')}
        <ActionSelect
          value={url.one('action') ?? ''}
          onChange={action => url.set({ action, offset: undefined })}
        />
        {field('requestId', 'Request id')}
        {day('from', 'From')}
        {day('to', 'To')}
      </FilterBox>
      {error && <ErrorNotice error={error} />}
      <LoadBoundary loaded={loaded} what="the audit trail">
        {records => (
          <DataTable
            label="Audit trail"
            columns={auditColumns}
            rows={records.items}
            rowKey={record => String(record.sequence)}
            empty="No record fits. Clear the filters, or widen the dates."
            paging={pagingOf(url, page, records.total)}
          />
        )}
      </LoadBoundary>
    </>
  );
}
