import { Agent, fetch as undiciFetch } from 'undici';
import { FetchFunction } from '../http/types';
import { KumaAuth } from './KumaClientConfig';

/**
 * A `fetch` that shows a client certificate. Node's own `fetch` takes no
 * Agent of another undici than the one it was built with, so both come from
 * the package.
 */
export function createKumaFetch(
  auth: Extract<KumaAuth, { type: 'clientCertificate' }>,
): FetchFunction {
  const dispatcher = new Agent({
    connect: { cert: auth.certificate, key: auth.key, ca: auth.ca },
  });
  return async (url, init) => {
    const response = await undiciFetch(url, {
      ...(init as Parameters<typeof undiciFetch>[1]),
      dispatcher,
    });
    return response as unknown as Response;
  };
}
