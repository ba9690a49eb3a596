import { ServiceDetails } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  ExternalLink,
  Facts,
  Notice,
  RequestAccessButton,
  Section,
} from '../components';
import { mtlsInWords } from './mtlsInWords';
import { ProxyCountChip } from './ProxyCountChip';
import { SERVICE_KINDS } from './serviceKinds';

/** Where a service is and how it is reached. */
export function ServiceOverview(props: { details: ServiceDetails }) {
  const { service, mesh, source, ref, enforcement } = props.details;
  return (
    <>
      {enforcement?.state === 'not-enforced' && (
        <Notice severity="warning" title="Permissions are not enforced here">
          {`A call without a permission: ${
            enforcement.withoutPermission
          } A permission would change nothing. ${enforcement.advice ?? ''}`}
        </Notice>
      )}
      {enforcement?.state === 'permissive' && (
        <Notice severity="warning" title="Callers without a certificate pass">
          {`A call without a permission: ${enforcement.withoutPermission} ${
            enforcement.advice ?? ''
          }`}
        </Notice>
      )}
      {!mesh.writable && (
        <Notice severity="info" title="Applied through Git or kubectl">
          The API of this control plane is read-only. Approved permissions come
          as YAML or as a commit, not as a write.
        </Notice>
      )}
      <Section
        title="Kuma"
        action={
          service.guiUrl ? (
            <ExternalLink url={service.guiUrl} text="Open in Kuma GUI" />
          ) : undefined
        }
      >
        <Facts
          facts={[
            {
              label: 'Owner',
              value: (
                <EntityRefLink entityRef={service.owner} defaultKind="group" />
              ),
            },
            { label: 'Kind', value: SERVICE_KINDS[service.kind] },
            {
              label: 'Control plane',
              value: [source.title, source.version].filter(Boolean).join(', '),
            },
            { label: 'Mesh', value: mesh.mesh },
            { label: 'Zone', value: service.zone },
            { label: 'Namespace', value: service.namespace },
            { label: 'mTLS', value: mtlsInWords(mesh, enforcement) },
            { label: 'Trust domains', value: mesh.trustDomains?.join(', ') },
            {
              label: 'Access logs',
              value: mesh.logged
                ? 'Written by proxies of the mesh'
                : 'No MeshAccessLog was seen in the mesh',
            },
            {
              label: 'Proxies',
              value: (
                <ProxyCountChip kind={service.kind} proxies={service.proxies} />
              ),
            },
            { label: 'Host names', value: service.hostnames.join(', ') },
            { label: 'Addresses', value: service.addresses.join(', ') },
            {
              label: 'Ports',
              value: service.ports
                .map(port =>
                  [port.name, `${port.port}/${port.protocol}`]
                    .filter(Boolean)
                    .join(' '),
                )
                .join(', '),
            },
            { label: 'Identities', value: service.identities.join(', ') },
            { label: 'Data domain', value: service.dataDomain },
            { label: 'Environment', value: service.environment },
          ]}
        />
        {enforcement?.state !== 'not-enforced' && (
          <div style={{ marginTop: 16 }}>
            <RequestAccessButton
              destination={ref}
              port={service.ports[0]?.port}
              about={service.displayName}
            />
          </div>
        )}
      </Section>
    </>
  );
}
