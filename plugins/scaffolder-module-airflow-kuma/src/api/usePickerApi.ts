import { fetchApiRef, useApi } from '@backstage/core-plugin-api';
import { useMemo } from 'react';
import { PickerApi } from './PickerApi';

export function usePickerApi(): PickerApi {
  const fetchApi = useApi(fetchApiRef);
  return useMemo(() => new PickerApi(fetchApi), [fetchApi]);
}
