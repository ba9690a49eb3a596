import {
  KUMA_LABEL_GRANTS,
  KumaResource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { clustersOf } from '../../__testUtils__/clustersOf';
import { FakeKubernetes } from '../../__testUtils__/FakeKubernetes';
import { Cluster } from './Cluster';
import { KubernetesDriver } from './KubernetesDriver';

const PLACE = { controlPlane: 'k8s', mesh: 'default' };
const RULES = [
  {
    default: {
      allow: [
        {
          spiffeID: {
            type: 'Exact',
            value: 'spiffe://default.zone-1.mesh.local/ns/airflow/sa/etl',
          },
        },
      ],
    },
  },
];

function policy(namespace = 'shop', rules: unknown = RULES): KumaResource {
  return {
    type: 'MeshTrafficPermission',
    mesh: 'default',
    name: 'ak-payments-80',
    labels: {
      [KUMA_LABEL_GRANTS]: 'g1',
      'k8s.kuma.io/namespace': namespace,
    },
    spec: {
      targetRef: { kind: 'Dataplane', labels: { app: 'payments' } },
      rules,
    },
  } as KumaResource;
}

const NAME = 'ak-payments-80';
const MANUAL = { labels: { 'kuma.io/mesh': 'default' }, spec: { rules: [] } };
const OURS = { [KUMA_LABEL_GRANTS]: 'g1' };

describe('KubernetesDriver', () => {
  let kubernetes: FakeKubernetes;
  let url: string;
  let driver: KubernetesDriver;

  function driverWith(token?: string) {
    const { targets, problems } = clustersOf(kubernetes, url, token);
    return new KubernetesDriver({
      clusters: new Map(
        [...targets].map(([name, target]) => [name, new Cluster(target)]),
      ),
      problems,
      scopeOf: async () => ({
        namespaces: ['shop'],
        systemNamespace: 'kuma-system',
      }),
    });
  }

  const apply = (put = policy(), by = driver) =>
    by.apply({ ...PLACE, put: [put], remove: [] });
  const remove = (namespace?: string) =>
    driver.remove({
      ...PLACE,
      put: [],
      remove: [{ kind: 'MeshTrafficPermission', name: NAME, namespace }],
    });
  const keys = () => [...kubernetes.objects.keys()];

  beforeEach(async () => {
    kubernetes = new FakeKubernetes();
    url = await kubernetes.start();
    driver = driverWith();
  });
  afterEach(() => kubernetes.stop());

  it('writes where the policy says, the same again changes nothing, and takes it away', async () => {
    expect(await apply()).toEqual({ warnings: [], pending: false });
    const { metadata, spec } = kubernetes.objects.get(`shop/${NAME}`)!;
    expect(metadata.labels).toMatchObject({
      [KUMA_LABEL_GRANTS]: 'g1',
      'kuma.io/mesh': 'default',
      'kuma.io/policy-role': 'workload-owner',
    });
    expect(spec).toEqual(policy().spec);
    await apply();
    expect(keys()).toEqual([`shop/${NAME}`]);
    await remove('shop');
    expect(keys()).toEqual([]);
    await remove('shop');
  });

  it('never forces, and asks before it writes', async () => {
    await apply();
    const patches = kubernetes.requests.filter(each =>
      each.startsWith('PATCH'),
    );
    expect(patches).toHaveLength(2);
    expect(patches[0]).toContain('dryRun=All');
    expect(patches[1]).not.toContain('dryRun');
    for (const patch of patches) {
      expect(patch).toContain('fieldManager=airflow-kuma');
      expect(patch).not.toContain('force=true');
    }
  });

  it('tries out without writing', async () => {
    await driver.tryOut({ ...PLACE, put: [policy()], remove: [] });
    expect(keys()).toEqual([]);
  });

  it('writes in the system namespace with that role', async () => {
    await apply(policy('kuma-system'));
    expect(keys()).toEqual([`kuma-system/${NAME}`]);
  });

  describe('leaves alone', () => {
    it('what is not ours', async () => {
      kubernetes.put('shop', NAME, MANUAL);
      await expect(apply()).rejects.toThrow(
        `MeshTrafficPermission shop/${NAME} was not written by Airflow Kuma and is left alone`,
      );
      await remove('shop');
      expect(keys()).toEqual([`shop/${NAME}`]);
    });

    it('fields that somebody else holds, and says who', async () => {
      await apply();
      kubernetes.put('shop', NAME, { spec: { rules: [] } }, 'argocd');
      await expect(apply()).rejects.toThrow(
        'Somebody else manages fields of this permission: .spec.rules is held by argocd. Nothing was written.',
      );
      expect(kubernetes.objects.get(`shop/${NAME}`)!.spec).toEqual({
        rules: [],
      });
    });

    it('a copy in another namespace', async () => {
      await apply();
      kubernetes.put('kuma-system', NAME, { ...MANUAL, labels: OURS });
      await remove('shop');
      expect(keys()).toEqual([`kuma-system/${NAME}`]);
    });
  });

  it('finds what was written before places were kept, but does not choose', async () => {
    await apply();
    await remove();
    expect(keys()).toEqual([]);
    await apply();
    kubernetes.put('kuma-system', NAME, { ...MANUAL, labels: OURS });
    await expect(remove()).rejects.toThrow(
      'production has 2 permissions "ak-payments-80" with our label, in shop, kuma-system: remove those that are copies',
    );
    expect(keys()).toHaveLength(2);
  });

  describe('writes nothing', () => {
    const refusal = async (put: KumaResource): Promise<string> => {
      const error = await apply(put).catch(caught => caught);
      expect(keys()).toEqual([]);
      return error.message;
    };

    it('in a namespace that no webhook sees', async () => {
      kubernetes.namespaces.plain = false;
      expect(await refusal(policy('plain'))).toContain(
        'No webhook of Kuma sees namespace "plain", so that permission "ak-payments-80" would open the whole mesh.',
      );
    });

    it.each([
      ['kuma.io/origin', 'global'],
      ['k8s.kuma.io/namespace', 'orders'],
      ['kuma.io/policy-role', 'system'],
      ['kuma.io/mesh', 'other'],
    ])('where %s would become "%s"', async (label, value) => {
      kubernetes.forced = { [label]: value };
      expect(await refusal(policy())).toContain(
        `Permission "ak-payments-80" would have ${label} "${value}" in namespace "shop"`,
      );
    });

    it('and takes back what lost its scope between the two', async () => {
      kubernetes.beforeWrite = () => {
        kubernetes.namespaces.shop = false;
      };
      expect(await refusal(policy())).toContain('No webhook of Kuma sees');
    });

    it('in a namespace that is not there', async () => {
      expect(await refusal(policy('ghost'))).toContain(
        'production has no namespace "ghost"',
      );
    });

    it('without a right, and names it', async () => {
      kubernetes.rights = {
        everywhere: ['get', 'list', 'watch', 'create', 'delete'],
        in: {},
      };
      expect(await refusal(policy())).toContain(
        'The account of this portal lacks a right in production: meshtrafficpermissions.kuma.io is forbidden: User "portal" cannot patch',
      );
    });

    it('of an older dialect that it cannot write', async () => {
      expect(
        await refusal({ ...policy(), type: 'TrafficPermission' }),
      ).toContain('The driver "kubernetes" writes MeshTrafficPermission only');
    });

    it.each([
      [
        422,
        {
          message:
            'admission webhook "validator.kuma-admission.kuma.io" denied the request: spec.rules[0].allow[0].spiffeID: must be a valid Spiffe ID',
        },
        'Kuma refuses it in production: spec.rules[0].allow[0].spiffeID: must be a valid Spiffe ID',
      ],
      [
        403,
        {
          message:
            'admission webhook "validator.kuma-admission.kuma.io" denied the request: Operation not allowed. the origin label is missing',
        },
        'Kuma refuses it in production: Operation not allowed. the origin label is missing',
      ],
      [
        500,
        {
          message:
            'Internal error occurred: failed calling webhook "defaulter.kuma-admission.kuma.io": context deadline exceeded',
        },
        'A webhook of production does not answer, so nothing was written: Internal error occurred',
      ],
      [
        404,
        '404 page not found',
        'production knows no MeshTrafficPermission of kuma.io/v1alpha1: is Kuma installed there?',
      ],
      [
        403,
        {
          message:
            'meshtrafficpermissions.kuma.io "x" is forbidden: unable to create new content in namespace shop because it is being terminated',
        },
        'unable to create new content in namespace shop because it is being terminated',
      ],
      [503, 'upstream connect error', 'production answered 503'],
    ])('where the cluster answers %s (%p)', async (status, body, message) => {
      kubernetes.instead.set('PATCH', { status, body });
      expect(await refusal(policy())).toContain(message);
    });
  });

  it('says that the cluster is away or does not know us, never with the token', async () => {
    const closed = await apply(policy(), driverWith('wrong-token')).catch(
      error => error,
    );
    expect(closed.message).toBe(
      'production does not take our credentials: look at the token or the kubeconfig of this control plane',
    );
    await kubernetes.stop();
    const away = await apply().catch(error => error);
    expect(away.message).toMatch(
      /^The API server of production does not answer; caused by Error: ECONN/,
    );
    expect(`${closed.stack}${away.stack}`).not.toMatch(/-token/);
    await kubernetes.start();
  });

  describe('tells beforehand', () => {
    it('that it can write', async () => {
      expect(await driver.describe(PLACE)).toEqual({
        writable: true,
        how: 'Written to production by Kubernetes.',
      });
    });

    it('that a Role of each namespace is enough', async () => {
      kubernetes.rights = {
        everywhere: [],
        in: { shop: ['get', 'list', 'watch', 'create', 'patch', 'delete'] },
      };
      expect((await driver.describe(PLACE)).writable).toBe(true);
    });

    it('which verbs are missing where', async () => {
      kubernetes.rights = {
        everywhere: ['get', 'list', 'watch'],
        in: { shop: ['create', 'patch'] },
      };
      expect(await driver.describe(PLACE)).toEqual({
        writable: false,
        how: 'The account of this portal in production lacks on meshtrafficpermissions.kuma.io: delete in shop. The page "Kubernetes" of the docs has a Role to apply.',
      });
    });

    it('why there is no cluster', async () => {
      expect(
        await driver.describe({ controlPlane: 'other', mesh: 'default' }),
      ).toEqual({
        writable: false,
        how: 'No cluster is configured for "other"',
      });
    });
  });
});
