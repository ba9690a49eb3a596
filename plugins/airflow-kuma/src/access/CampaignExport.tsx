import {
  AccessCampaign,
  auditReadPermission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import { saveFile } from '../audit/saveFile';
import { ErrorNotice } from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';

/** Saves the whole record of a campaign, for those who may read the trail. */
export function CampaignExport(props: { campaign: AccessCampaign }) {
  const { id } = props.campaign;
  const api = useApiClient();
  const { allowed } = usePermission({ permission: auditReadPermission });
  const { run, running, error } = useAction();
  if (!allowed) return null;
  return (
    <>
      {(['json', 'csv'] as const).map(format => (
        <Button
          key={format}
          size="small"
          disabled={running}
          onClick={() =>
            run(async () =>
              saveFile(
                await api.exportCampaign(id, format),
                `campaign-${id}.${format}`,
              ),
            )
          }
        >
          {`Export ${format.toLocaleUpperCase('en-US')}`}
        </Button>
      ))}
      {error && <ErrorNotice error={error} />}
    </>
  );
}
