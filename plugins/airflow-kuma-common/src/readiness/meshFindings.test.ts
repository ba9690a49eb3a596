import {
  exact,
  identity,
  meshOf,
  mtlsMesh,
  permission,
  proxy,
  rule,
  trafficPermission,
} from '../evaluator/__testUtils__/meshes';
import { asOf30 } from './asOf30';
import { meshFindings } from './meshFindings';
import { READINESS_CAUSES } from './words';

const transparent = (refs?: object[]) => ({
  networking: {
    transparentProxying: refs ? { reachableBackends: { refs } } : {},
  },
});

const snapshot = meshOf({
  mesh: mtlsMesh(),
  meshIdentities: [identity({ app: 'orders' })],
  dataplanes: [
    proxy('orders', transparent()),
    proxy('ledger', transparent([{ kind: 'MeshService', name: 'payments' }])),
  ],
  meshServices: [
    {
      type: 'MeshService',
      name: 'payments',
      spec: { selector: { dataplaneTags: { 'kuma.io/service': 'payments' } } },
    },
  ],
  externalServices: [{ type: 'ExternalService', name: 'sftp' }],
  trafficPermissions: [trafficPermission('tp', {}, {})],
  meshTrafficPermissions: [
    permission('from', { from: [{ targetRef: { kind: 'Mesh' } }] }),
    permission('named', {
      targetRef: { kind: 'Dataplane', name: 'orders' },
      ...rule({ allow: [exact('orders')] }),
    }),
    permission('tagged', {
      targetRef: { kind: 'MeshSubset', tags: { team: 'a' } },
      ...rule({ allow: [exact('orders')] }),
    }),
    permission('empty', rule({ allow: [exact('orders'), {}] })),
  ],
  meshPassthroughs: [],
});

describe('what of a mesh goes with 3.0', () => {
  it('is named with the resources that hold it', () => {
    const found = meshFindings(snapshot).map(
      ({ kind, resources }) =>
        [kind, resources.map(({ name }) => name)] as const,
    );
    expect(Object.fromEntries(found)).toEqual({
      'older-permission': ['from', 'tp'],
      'target-kind': ['tagged'],
      'target-by-name': ['named'],
      'empty-match': ['empty'],
      'tag-service': ['payments'],
      'external-service': ['sftp'],
      'no-identity': ['ledger'],
      'reachable-backends': ['orders'],
      'reference-by-name': ['ledger'],
      passthrough: ['orders', 'ledger'],
    });
    for (const [kind] of found)
      expect(READINESS_CAUSES[kind].mend).toBeTruthy();
  });

  it('is nothing in a mesh of 3.0', () => {
    expect(meshFindings(asOf30(snapshot))).toEqual([]);
  });

  it('counts what it does not list', () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      trafficPermission(`tp-${index}`, {}, {}),
    );
    const [older] = meshFindings({ ...snapshot, trafficPermissions: many });
    expect(older).toMatchObject({ total: 61 });
    expect(older.resources).toHaveLength(50);
  });
});
