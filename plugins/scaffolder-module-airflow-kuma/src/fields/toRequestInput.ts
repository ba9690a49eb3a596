import { AccessRequestInput } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DOMAIN } from './dagOptions';
import { DestinationValue } from './serviceOptions';

/** What the form holds, as far as it is filled in. */
export type RequestForm = {
  source?: string;
  destination?: Partial<DestinationValue>;
  reason?: string;
  duration?: string;
  ticket?: string;
  start?: string;
};

/**
 * The request that the template's step would make of the form; `undefined`
 * while an end is missing.
 */
export function toRequestInput(
  form: RequestForm,
): AccessRequestInput | undefined {
  const source = sourceOf(form.source);
  const destination = destinationOf(form.destination);
  if (!source || !destination) return undefined;
  return {
    source,
    destination,
    reason: form.reason ?? '',
    duration: form.duration ?? '',
    ...(form.ticket && { ticket: form.ticket }),
    ...(form.start && { start: form.start }),
  };
}

function sourceOf(
  value: string | undefined,
): AccessRequestInput['source'] | undefined {
  if (!value) return undefined;
  return value.startsWith(DOMAIN)
    ? { kind: 'domain', domain: value.slice(DOMAIN.length) }
    : { kind: 'dag', ref: value };
}

function destinationOf(
  value: RequestForm['destination'],
): AccessRequestInput['destination'] | undefined {
  if (!value?.ref) return undefined;
  if (value.ref.startsWith(DOMAIN)) {
    return { kind: 'domain', domain: value.ref.slice(DOMAIN.length) };
  }
  return value.port === undefined
    ? undefined
    : { kind: 'service', ref: value.ref, port: value.port };
}
