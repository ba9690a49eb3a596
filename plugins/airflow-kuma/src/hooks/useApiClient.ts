import { useApi } from '@backstage/core-plugin-api';
import { AirflowKumaApi, airflowKumaApiRef } from '../api';

/** The API client of this plugin. */
export function useApiClient(): AirflowKumaApi {
  return useApi(airflowKumaApiRef);
}
