import { UpstreamRequest } from './types';

/**
 * Puts a request's URL together. Lists become repeated parameters, as both
 * FastAPI and Kuma expect; absent values are left out.
 */
export function buildUrl(
  baseUrl: string,
  request: Pick<UpstreamRequest<unknown>, 'path' | 'query'>,
): string {
  const url = new URL(baseUrl.replace(/\/+$/, '') + request.path);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      url.searchParams.append(name, String(one));
    }
  }
  return url.toString();
}
