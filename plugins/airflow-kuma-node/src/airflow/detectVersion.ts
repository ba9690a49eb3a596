import { z } from 'zod';
import { HttpClient } from '../http/types';
import { isUpstreamError, UpstreamError } from '../http/UpstreamError';
import { AirflowApiVersion, AirflowVersion } from './types';

const answer = z.object({ version: z.string().min(1) });

/**
 * Asks an instance what it is: `/api/v2/version`, which Airflow 2 does not
 * have, then `/api/v1/version`. Neither needs credentials.
 */
export async function detectVersion(options: {
  http: HttpClient;
  upstream: string;
  /** When config says which, only that is asked. */
  only?: AirflowApiVersion;
  authenticate: boolean;
  signal?: AbortSignal;
}): Promise<AirflowVersion> {
  const ask = async (api: AirflowApiVersion): Promise<AirflowVersion> => {
    const { version } = await options.http.request({
      path: `/api/${api}/version`,
      schema: answer,
      authenticate: options.authenticate,
      signal: options.signal,
    });
    return { version, api };
  };
  if (options.only) return ask(options.only);
  try {
    return await ask('v2');
  } catch (error) {
    if (!isUpstreamError(error, 'not-found')) throw error;
  }
  try {
    return await ask('v1');
  } catch (error) {
    if (!isUpstreamError(error, 'not-found')) throw error;
    throw new UpstreamError({
      upstream: options.upstream,
      kind: 'not-found',
      request: 'GET /api/v2/version and /api/v1/version',
      status: 404,
      advice:
        'check baseUrl: the address of the API server (Airflow 3) or webserver (Airflow 2), with its base path',
    });
  }
}
