import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  EdgeCountChips,
  ExternalLink,
  Facts,
  LoadBoundary,
} from '../components';
import { countStates } from '../edges/countStates';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { ProxyCountChip } from '../services/ProxyCountChip';
import { mtlsInWords } from '../services/mtlsInWords';
import { serviceRefOf } from './serviceRefOf';

/** A service in short, on its overview page. @public */
export function EntityServiceCard() {
  const { entity } = useEntity();
  const ref = serviceRefOf(entity);
  const api = useApiClient();
  const loaded = useLoad(signal => api.service(ref, signal), ref, {
    poll: POLL_MILLISECONDS,
  });
  return (
    <InfoCard title="Kuma">
      <LoadBoundary loaded={loaded} what="this service">
        {({ service, mesh, edges, permissions, enforcement }) => (
          <Facts
            facts={[
              { label: 'Mesh', value: `${mesh.controlPlane} / ${mesh.mesh}` },
              { label: 'Zone', value: service.zone },
              { label: 'mTLS', value: mtlsInWords(mesh, enforcement) },
              {
                label: 'Proxies',
                value: (
                  <ProxyCountChip
                    kind={service.kind}
                    proxies={service.proxies}
                  />
                ),
              },
              { label: 'Permissions', value: String(permissions.length) },
              {
                label: 'DAGs',
                value: <EdgeCountChips counts={countStates(edges)} />,
              },
              {
                label: 'Kuma GUI',
                value: service.guiUrl && (
                  <ExternalLink url={service.guiUrl} text="Open" />
                ),
              },
            ]}
          />
        )}
      </LoadBoundary>
    </InfoCard>
  );
}
