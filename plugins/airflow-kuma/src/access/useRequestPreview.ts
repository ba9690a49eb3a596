import {
  AccessPreview,
  AccessRequest,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useApiClient } from '../hooks/useApiClient';
import { Loaded, useLoad } from '../hooks/useLoad';

/** What granting a request would do now; the mesh may have changed since it was asked. */
export function useRequestPreview(
  request: AccessRequest,
  skip: boolean = false,
): Loaded<AccessPreview> {
  const api = useApiClient();
  return useLoad(
    signal => api.requestPreview(request.id, signal),
    `preview ${request.id}`,
    { skip },
  );
}
