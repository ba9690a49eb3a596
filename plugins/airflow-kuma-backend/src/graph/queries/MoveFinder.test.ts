import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { runsAs, service } from '../__testUtils__/facts';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  spiffe,
} from '../__testUtils__/resources';
import { createJudge } from '../facts/createJudge';
import { affectedCallers } from './affectedCallers';
import { MoveFinder } from './MoveFinder';
import { Slices } from './Slices';

const NAMES = ['a', 'b', 'c', 'd'];
const services = NAMES.map(name => service(name));
const identities = ['a', 'b', 'c', 'd', 'pool-1', 'pool-2'].flatMap(name =>
  runsAs(name),
);

/** Numbers that are the same in each run. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * sides);
  };
}

function anyPermission(name: string, roll: (sides: number) => number) {
  const caller = spiffe(NAMES[roll(NAMES.length)]);
  const made = permission(
    name,
    NAMES[roll(NAMES.length)],
    [
      { allow: [caller] },
      { deny: [caller] },
      { allowPrefix: [spiffe('pool-')] },
      { allow: [caller], deny: [spiffe('pool-1')] },
    ][roll(4)],
  );
  const spec: any = made.spec;
  if (roll(3) === 0) spec.targetRef = { kind: 'Mesh' };
  // An empty match is refused by Envoy, which then keeps what it had.
  if (roll(12) === 0) spec.rules[0].default.allow = [{}];
  return made;
}

function judgeOf(meshTrafficPermissions: KumaResource[], legacy: boolean) {
  const snapshot = meshSnapshot({
    dataplanes: NAMES.map(dataplane),
    meshServices: NAMES.map(meshService),
    meshTrafficPermissions,
    trafficPermissions: [],
  });
  return createJudge(
    legacy
      ? {
          ...snapshot,
          version: '2.12.0',
          meshIdentities: [],
          mesh: {
            ...snapshot.mesh,
            mtls: {
              enabledBackend: 'ca',
              backends: [{ name: 'ca', type: 'builtin' }],
            },
          },
          meshTrafficPermissions: [
            ...meshTrafficPermissions,
            {
              ...permission('older', 'a', {}),
              spec: {
                targetRef: { kind: 'Mesh' },
                from: [
                  {
                    targetRef: { kind: 'Mesh' },
                    default: { action: 'Allow' },
                  },
                ],
              },
            },
          ],
        }
      : snapshot,
  );
}

describe('MoveFinder', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'finds the same whether it looks at everybody or at whom it matters to (%d)',
    async seed => {
      const roll = dice(seed + 1);
      const legacy = seed % 4 === 0;
      const stay = Array.from({ length: roll(5) }, (_, index) =>
        anyPermission(`stays-${index}`, roll),
      );
      const goes = anyPermission('goes', roll);
      const finder = (affects?: (uriSans: string[]) => boolean) =>
        new MoveFinder({
          before: judgeOf([...stay, goes], legacy),
          after: judgeOf(stay, legacy),
          services,
          affects,
          work: new Slices(10_000),
        });
      const everybody = finder();
      const some = finder(affectedCallers([goes]));
      for (const identity of identities) {
        expect(await some.movesOf(identity)).toEqual(
          await everybody.movesOf(identity),
        );
      }
    },
  );

  it('gives up past what a question is worth', async () => {
    const judge = judgeOf([], false);
    const work = new Slices(1);
    const finder = new MoveFinder({
      before: judge,
      after: judge,
      services,
      work,
    });
    expect(await finder.movesOf(identities[0])).toBeUndefined();
  });
});
