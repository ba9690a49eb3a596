import { AuditRecord } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** The principal of the backend itself, as the trail names it. */
export const BACKEND_ACTOR = 'plugin:airflow-kuma';

/** What a room says about an event; the trail adds place and hash. */
export type AuditEntry = Omit<
  AuditRecord,
  'sequence' | 'hash' | 'previousHash' | 'at'
> & { at?: string };

/** Who did something, over which request. */
export type AuditActor = Pick<
  AuditRecord,
  'actor' | 'onBehalfOf' | 'ip' | 'httpRequestId'
>;
