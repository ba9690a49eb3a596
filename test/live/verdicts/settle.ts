import { setTimeout as sleep } from 'node:timers/promises';
import { ControlPlane, waitFor } from '../kuma/harness';
import { company } from './company';

/** Settings that make a control plane act at once, for measuring many times. */
export const QUICK = {
  KUMA_STORE_CACHE_EXPIRATION_TIME: '200ms',
  KUMA_XDS_SERVER_DATAPLANE_CONFIGURATION_REFRESH_INTERVAL: '200ms',
};
// Longer than the control plane may read from its cache.
const CACHE_MS = 300;

const destinations = company.filter(({ inbounds }) =>
  inbounds.some(inbound => inbound.servicePort),
);

/**
 * Waits until the Envoy of every destination holds what was written before.
 *
 * A permission on the sentinel inbound, written last and different each time,
 * reaches a proxy together with all that was written before it; that the
 * control plane may read other kinds from its cache is waited for first.
 * Returns `false` when an Envoy does not take the configuration.
 */
export async function settle(
  controlPlane: ControlPlane,
  mesh: string,
  step: number,
): Promise<boolean> {
  const marker = `settled/step-${step}/end`;
  await sleep(CACHE_MS);
  await controlPlane.apply(
    `/meshes/${mesh}/meshtrafficpermissions/live-marker`,
    {
      type: 'MeshTrafficPermission',
      mesh,
      name: 'live-marker',
      spec: {
        targetRef: { kind: 'Dataplane', sectionName: 'sentinel' },
        rules: [
          {
            default: {
              allow: [
                { spiffeID: { type: 'Exact', value: `spiffe://${marker}` } },
              ],
            },
          },
        ],
      },
    },
  );
  try {
    for (const { name } of destinations) {
      await waitFor(
        `step ${step} in the Envoy of ${name}`,
        async () => {
          const { body } = await controlPlane.get(
            `/meshes/${mesh}/dataplanes/${name}/xds`,
          );
          const configuration = JSON.stringify(body);
          return (
            configuration.includes(marker) &&
            !configuration.includes('"warming_state"')
          );
        },
        { timeoutMs: 20_000 },
      );
    }
    return true;
  } catch {
    return false;
  }
}
