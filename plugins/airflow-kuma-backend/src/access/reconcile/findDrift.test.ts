import {
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { grantLabels } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { meshSnapshot } from '../../graph/__testUtils__/resources';
import { contentHash, policyKey } from './desiredPolicies';
import { findDrift } from './findDrift';

const GRANT = 'abcdefghij';
const READ = '2026-11-27T10:00:00.000Z';
const WRITTEN = '2026-11-27T09:00:00.000Z';

const ours: KumaResource = {
  type: 'MeshTrafficPermission',
  mesh: 'default',
  name: 'ak-1',
  labels: { ...grantLabels([GRANT]), 'k8s.kuma.io/namespace': 'shop' },
  spec: { rules: [{ default: { allow: [] } }] },
};

/** Ours as the API shows it in a namespace; `labels` replace what Kuma adds. */
const shown = (namespace: string, more: Partial<KumaResource> = {}) => ({
  ...ours,
  name: `ak-1.${namespace}`,
  labels: {
    ...grantLabels([GRANT]),
    'k8s.kuma.io/namespace': namespace,
    'kuma.io/display-name': 'ak-1',
  },
  ...more,
});

function drift(
  meshTrafficPermissions: KumaResource[],
  more: Partial<MeshSnapshot> = {},
) {
  const key = policyKey(ours);
  const hash = contentHash(ours);
  return findDrift({
    snapshot: meshSnapshot({
      kubernetes: true,
      deployment: {
        mode: 'zone',
        environment: 'kubernetes',
        federated: true,
        systemNamespace: 'kuma-system',
      },
      meshTrafficPermissions,
      ...more,
    }),
    readAt: READ,
    desired: new Map([[key, { key, policy: ours, grants: [GRANT], hash }]]),
    written: new Map([
      [
        key,
        {
          controlPlane: 'eu',
          mesh: 'default',
          kind: 'MeshTrafficPermission',
          name: 'ak-1',
          hash,
          grants: [GRANT],
          writtenAt: WRITTEN,
        } as never,
      ],
    ]),
    records: new Map(),
  }).map(finding => [
    finding.what,
    'name' in finding ? finding.name : finding.written.name,
  ]);
}

describe('findDrift on Kubernetes', () => {
  it('is content with ours where we wrote it', () => {
    expect(drift([shown('shop')])).toEqual([]);
  });

  it.each<[string, KumaResource]>([
    ['the system namespace', shown('kuma-system')],
    ['another namespace', shown('attic')],
    [
      'a namespace without webhooks',
      shown('plain', { labels: grantLabels([GRANT]) }),
    ],
    [
      'a namespace without webhooks, labelled as a synced copy',
      shown('plain', {
        labels: {
          ...grantLabels([GRANT]),
          'kuma.io/display-name': 'ak-1',
          'kuma.io/origin': 'global',
        },
      }),
    ],
    [
      'a namespace without webhooks, labelled as ours',
      shown('plain', { labels: ours.labels }),
    ],
  ])('sees a copy of ours in %s', (_where, copy) => {
    expect(drift([shown('shop'), copy])).toEqual([['nobody', copy.name]]);
    // And in whatever order they are listed.
    expect(drift([copy, shown('shop')])).toEqual([['nobody', copy.name]]);
  });

  it('does not take a copy elsewhere for ours', () => {
    expect(drift([shown('attic')])).toEqual([
      ['deleted', 'ak-1'],
      ['nobody', 'ak-1.attic'],
    ]);
  });

  it('sees that ours says something else', () => {
    const changed = shown('shop', { spec: { rules: [] } });
    expect(drift([changed])).toEqual([['changed', 'ak-1']]);
  });

  it('leaves synced copies alone', () => {
    const synced = shown('kuma-system', {
      name: 'ak-1-7b9f4c5d6w.kuma-system',
    });
    expect(drift([shown('shop'), synced])).toEqual([]);
  });

  it('knows no namespaces on Universal, also in names with dots', () => {
    const universal = { kubernetes: false, deployment: undefined };
    const own = { ...ours, labels: grantLabels([GRANT]) };
    const dotted = { ...own, name: 'ak-1.shop' };
    expect(drift([own], universal)).toEqual([]);
    expect(drift([own, dotted], universal)).toEqual([['nobody', 'ak-1.shop']]);
  });
});
