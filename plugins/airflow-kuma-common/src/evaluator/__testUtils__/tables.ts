import { createEvaluator } from '../createEvaluator';
import { MeshSnapshot } from '../types';
import { meshOf, proxy, spiffeId } from './meshes';

export const http = (dataplane: string) => ({ dataplane, inbound: 'http' });
export const caller = (name: string) => ({ uriSans: [spiffeId(name)] });
export const legacyCaller = (name: string) => ({
  uriSans: [`spiffe://default/${name}`],
});
export const allowAll = [
  { targetRef: { kind: 'Mesh' }, default: { action: 'Allow' } },
];
export const dataplanes = ['orders', 'pay'].map(name => proxy(name));
export function evaluate(
  snapshot: Partial<MeshSnapshot>,
  source = caller('orders'),
  destination = http('pay'),
) {
  return createEvaluator(meshOf(snapshot)).evaluate(source, destination);
}
