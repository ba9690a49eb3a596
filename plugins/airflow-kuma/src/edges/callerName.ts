import { SharedCaller } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** A shared identity by the last part of its SPIFFE ID, as the graph labels it. */
export function callerName({ uriSans: [uriSan = ''] }: SharedCaller): string {
  return uriSan.split('/').at(-1) || uriSan;
}
