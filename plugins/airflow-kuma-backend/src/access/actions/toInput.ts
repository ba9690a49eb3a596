import { AccessRequestInput } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError } from '@backstage/errors';

const DOMAIN = 'domain:';

/** What templates, agents and the command line give; flat, with domains as `domain:<name>`. */
export type ActionInput = {
  source: string;
  destination: string;
  port?: number;
  reason: string;
  duration: string;
  ticket?: string;
  start?: string;
};

/** The same as the HTTP API takes it. */
export function toInput(input: ActionInput): AccessRequestInput {
  const { source, destination, port, ticket, start, reason, duration } = input;
  if (!destination.startsWith(DOMAIN) && !port) {
    throw new InputError(
      'port: a port is required where the destination is a service',
    );
  }
  return {
    source: source.startsWith(DOMAIN)
      ? { kind: 'domain', domain: source.slice(DOMAIN.length) }
      : { kind: 'dag', ref: source },
    destination: destination.startsWith(DOMAIN)
      ? { kind: 'domain', domain: destination.slice(DOMAIN.length) }
      : { kind: 'service', ref: destination, port: port! },
    reason,
    duration,
    // A form leaves fields empty that a person did not fill in.
    ...(ticket?.trim() && { ticket }),
    ...(start?.trim() && { start }),
  };
}
