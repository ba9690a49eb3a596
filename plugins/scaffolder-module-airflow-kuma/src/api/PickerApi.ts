import {
  Dag,
  DagRow,
  Page,
  ServiceRow,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';

const PLUGIN = 'plugin://airflow-kuma';
const SHOWN = 50;

/** What the backend says may be asked for. */
export type AccessOptions = {
  durations: { presets: string[]; max: string; recommended: string };
  reason: { minLength: number; pattern?: string; patternHint?: string };
};

/** Reads what the fields offer; the backend shows only what the person may see. */
export class PickerApi {
  constructor(private readonly fetchApi: FetchApi) {}

  dags(text: string): Promise<Page<DagRow>> {
    return this.get(`/dags?${search(text)}`);
  }

  services(text: string): Promise<Page<ServiceRow>> {
    return this.get(`/services?${search(text)}`);
  }

  dag(ref: string): Promise<{ ref: string; dag: Dag }> {
    return this.get(`/dag?ref=${encodeURIComponent(ref)}`);
  }

  service(ref: string): Promise<{ ref: string; service: ServiceRow }> {
    return this.get(`/service?ref=${encodeURIComponent(ref)}`);
  }

  options(): Promise<AccessOptions> {
    return this.get('/access/options');
  }

  private async get<T>(path: string): Promise<T> {
    const response = await this.fetchApi.fetch(`${PLUGIN}${path}`);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}

function search(text: string): string {
  const query = new URLSearchParams({ limit: String(SHOWN), orderBy: 'name' });
  if (text.trim()) query.set('text', text.trim());
  return query.toString();
}
