import { readProxy } from '../mesh';
import { KumaResource } from '../types';
import { ProxyLookup } from './ProxyLookup';

/**
 * Finds the Dataplanes behind MeshServices, by whichever of the three kinds of
 * selectors they have. Reads the Dataplanes once, for many services.
 * @public
 */
export function createDataplaneLookup(
  dataplanes: KumaResource[],
): (meshService: KumaResource) => KumaResource[] {
  const resources = new Map(
    dataplanes.map(resource => [readProxy(resource), resource]),
  );
  const lookup = new ProxyLookup([...resources.keys()]);
  return meshService =>
    lookup.proxiesOf(meshService).map(proxy => resources.get(proxy)!);
}
