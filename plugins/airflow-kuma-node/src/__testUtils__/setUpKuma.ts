import { createKumaClient, KumaAuth, KumaClient } from '../kuma';
import { recorded } from './recorded';
import { startUpstream, Upstream } from './startUpstream';

/** Recorded systems. */
export const K2 = 'kuma-2.14.3';
export const K3 = 'kuma-3.0.0-preview';

/** For each test an upstream that tells what a control plane is, and clients of it. */
export function setUpKuma() {
  let upstream: Upstream;
  beforeEach(async () => {
    upstream = await startUpstream();
  });
  afterEach(() => upstream.stop());
  return {
    get upstream() {
      return upstream;
    },
    /** What was asked so far, e.g. `GET /meshes`. */
    lines: () => upstream.seen.map(seen => seen.line),
    kuma(
      system: string = K2,
      options?: { auth?: KumaAuth; baseUrl?: string },
    ): KumaClient {
      upstream
        .on('GET /', recorded(system, 'get'))
        .on('GET /_resources', recorded(system, 'get__resources'))
        .on('GET /config', recorded(system, 'get_config'));
      return createKumaClient(
        {
          name: 'test',
          baseUrl: options?.baseUrl ?? upstream.url,
          auth: options?.auth ?? { type: 'none' },
          maxConcurrentRequests: 4,
          timeoutMilliseconds: 4_000,
        },
        { retryDelay: () => 1 },
      );
    },
  };
}
