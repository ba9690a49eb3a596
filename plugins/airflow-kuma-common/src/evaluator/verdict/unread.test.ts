import { utcMinute } from '../../time';
import {
  exact,
  identity,
  meshOf,
  permission,
  proxy,
  rule,
  spiffeId,
} from '../__testUtils__/meshes';
import { createEvaluator } from '../createEvaluator';
import { accessMatrix } from '../matrix';
import { MeshSnapshot } from '../types';

const SINCE = '2026-11-27T08:00:00.000Z';
const caller = { uriSans: [spiffeId('orders')] };

const told = meshOf({
  meshIdentities: [identity()],
  dataplanes: [proxy('payments'), proxy('orders')],
  meshTrafficPermissions: [
    permission('all', rule({ allow: [exact('orders')] })),
  ],
});

const without = (...kinds: string[]): MeshSnapshot => ({
  ...told,
  unread: kinds.map(kind => ({ kind, since: SINCE })),
});

const destination = { dataplane: 'payments', inbound: 'http' };

describe('what rests on resources that are not told', () => {
  it.each([
    'MeshTrafficPermission',
    'TrafficPermission',
    'MeshIdentity',
    'MeshTLS',
    'Dataplane',
  ])('is unknown for all without %s', kind => {
    const known = createEvaluator(told).evaluate(caller, destination);
    const verdict = createEvaluator(without(kind)).evaluate(
      caller,
      destination,
    );
    expect(verdict).toMatchObject({
      enforced: 'unknown',
      intended: 'unknown',
      code: 'not-read',
      reason: `The control plane has not told its ${kind} resources since ${utcMinute(
        SINCE,
      )}. Last known: ${known.reason}`,
    });
  });

  it.each([
    ['MeshService', 'MeshService', true],
    ['MeshService', 'MeshMultiZoneService', true],
    ['MeshExternalService', 'MeshExternalService', true],
    ['MeshExternalService', 'MeshService', false],
    ['MeshMultiZoneService', 'ServiceTag', false],
  ] as const)('without %s a %s is unknown: %s', (kind, asked, isUnknown) => {
    const { verdict } = createEvaluator(without(kind)).evaluateService(caller, {
      kind: asked,
      name: 'payments',
    });
    expect(verdict.code === 'not-read').toBe(isUnknown);
  });

  it('lets inbounds be where only a kind of services is not told', () => {
    const snapshot = without('MeshService');
    expect(createEvaluator(snapshot).evaluate(caller, destination)).toEqual(
      createEvaluator(told).evaluate(caller, destination),
    );
  });

  it('names how many kinds are not told', () => {
    const snapshot = without(
      'MeshTrafficPermission',
      'MeshTLS',
      'MeshIdentity',
    );
    const { reason } = createEvaluator(snapshot).evaluate(caller, destination);
    expect(reason).toContain('resources and 2 other kinds since');
  });

  it('is unknown in the matrix, too', () => {
    const matrix = accessMatrix(without('MeshTrafficPermission'));
    expect(accessMatrix(told).allowedCounts()).toEqual([1, 1]);
    const [inbound] = matrix.destinations();
    expect(matrix.outcome(caller, inbound)).toBe('unknown');
    expect(matrix.allowedCounts()).toEqual([0, 0]);
  });
});
