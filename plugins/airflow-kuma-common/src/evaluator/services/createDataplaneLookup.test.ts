import { proxy } from '../__testUtils__/meshes';
import { createDataplaneLookup } from './createDataplaneLookup';

const dataplanes = ['pay-1', 'pay-2', 'orders'].map(name =>
  proxy(name, { labels: { app: name.split('-')[0] } }),
);

describe('createDataplaneLookup', () => {
  it.each([
    ['labels', { dataplaneLabels: { matchLabels: { app: 'pay' } } }, 2],
    ['tags', { dataplaneTags: { 'kuma.io/service': 'pay-2' } }, 1],
    ['a name', { dataplaneRef: { name: 'orders' } }, 1],
    ['nothing', undefined, 0],
  ])('answers the resources themselves: %s', (_title, selector, count) => {
    const found = createDataplaneLookup(dataplanes)({
      type: 'MeshService',
      name: 'pay',
      spec: { selector },
    });
    expect(found).toHaveLength(count);
    for (const resource of found) expect(dataplanes).toContain(resource);
  });

  it('finds no proxy that only calls', () => {
    const client = proxy('pay-3', {
      labels: { app: 'pay' },
      networking: { inbound: [] },
    });
    const lookup = createDataplaneLookup([client]);
    const selector = { dataplaneLabels: { matchLabels: { app: 'pay' } } };
    const service = { type: 'MeshService', name: 'pay', spec: { selector } };
    expect(lookup(service)).toEqual([]);
  });

  it('bears what cannot be read', () => {
    const broken = { type: 'Dataplane', name: 'x', networking: 'none' };
    const lookup = createDataplaneLookup([broken]);
    expect(lookup({ type: 'MeshService', name: 'x', spec: 7 })).toEqual([]);
  });
});
