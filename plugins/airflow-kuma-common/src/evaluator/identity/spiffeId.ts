import { LABEL, ProxyModel } from '../mesh';
import { readRecord, readString, readTexts } from '../read';
import { KumaResource } from '../types';
import { renderTemplate } from './template';

const DEFAULT_TRUST_DOMAIN = '{{ .Mesh }}.{{ .Zone }}.mesh.local';
const DEFAULT_PATH_KUBERNETES = '/ns/{{ .Namespace }}/sa/{{ .ServiceAccount }}';
const DEFAULT_PATH_UNIVERSAL = '/workload/{{ .Workload }}';

/**
 * The SPIFFE ID that a MeshIdentity gives a proxy
 * (`pkg/core/resources/apis/meshidentity/api/v1alpha1/helpers.go`).
 */
export function spiffeIdOf(
  identity: KumaResource,
  proxy: ProxyModel,
  kubernetes: boolean,
): { spiffeId: string } | { error: string; unread?: boolean } {
  const template = readRecord(readRecord(identity.spec).spiffeID);
  const labels = readTexts(identity.labels);
  const trustDomain = renderTemplate(
    textOr(template.trustDomain, DEFAULT_TRUST_DOMAIN),
    {
      fields: {
        Mesh: readString(identity.mesh) ?? proxy.mesh ?? '',
        Zone: labels.get(LABEL.zone) || proxy.labels.get(LABEL.zone) || '',
      },
      labels,
    },
  );
  if ('error' in trustDomain) return trustDomain;
  const path = renderTemplate(
    textOr(
      template.path,
      kubernetes ? DEFAULT_PATH_KUBERNETES : DEFAULT_PATH_UNIVERSAL,
    ),
    {
      fields: {
        TrustDomain: trustDomain.text,
        Namespace: proxy.labels.get(LABEL.namespace) ?? '',
        ServiceAccount: proxy.labels.get(LABEL.serviceAccount) ?? '',
        Workload: proxy.labels.get(LABEL.workload) ?? '',
      },
      labels: proxy.labels,
    },
  );
  if ('error' in path) return path;
  const spiffeId = `spiffe://${trustDomain.text}${path.text}`;
  return isSpiffeId(spiffeId)
    ? { spiffeId }
    : { error: `${spiffeId} is not a SPIFFE ID` };
}

/** An empty template is one too; only an absent one is the default. */
function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/**
 * What go-spiffe's `spiffeid.FromString` accepts: no empty or dot segments, no
 * trailing slash, lower-case trust domain.
 */
export function isSpiffeId(text: string): boolean {
  return (
    /^spiffe:\/\/[a-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(text) &&
    !/\/\.{1,2}(\/|$)/.test(text.slice('spiffe://'.length))
  );
}
