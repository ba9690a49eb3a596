import {
  ConflictError,
  ForwardedError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { StatusAnswer } from './types';

const LONGEST = 600;
const DENIED = / denied the request: /;

/**
 * What a refusal of the cluster means and what to do, in words. Never more of
 * the answer than its message: the request carried our credentials.
 */
export function inWords(error: unknown, cluster: string): Error {
  const status = codeOf(error);
  const answer = answerOf(error);
  const message = (answer.message ?? '').slice(0, LONGEST);
  if (status === undefined) {
    return new ForwardedError(
      `The API server of ${cluster} does not answer`,
      new Error(isTimeout(error) ? 'it took too long' : networkReason(error)),
    );
  }
  if (status === 401) {
    return new NotAllowedError(
      `${cluster} does not take our credentials: look at the token or the kubeconfig of this control plane`,
    );
  }
  if (status === 403 && !DENIED.test(message)) {
    return new NotAllowedError(
      `The account of this portal lacks a right in ${cluster}: ${
        message || 'it may not watch permissions of all namespaces'
      }`,
    );
  }
  if (status === 409) return new ConflictError(conflict(answer, message));
  if (status === 404) {
    return new NotFoundError(
      answer.details?.kind === 'namespaces'
        ? `${cluster} has no namespace "${answer.details.name}"`
        : `${cluster} knows no MeshTrafficPermission of kuma.io/v1alpha1: is Kuma installed there?`,
    );
  }
  if (DENIED.test(message)) {
    return new InputError(
      `Kuma refuses it in ${cluster}: ${message.split(DENIED).slice(1).join()}`,
    );
  }
  if (/failed calling webhook/.test(message)) {
    return new ServiceUnavailableError(
      `A webhook of ${cluster} does not answer, so nothing was written: ${message}`,
    );
  }
  if (status === 429 || status >= 500) {
    return new ServiceUnavailableError(
      `${cluster} answered ${status}${message && `: ${message}`}`,
    );
  }
  return new InputError(`${cluster} refuses it: ${message || status}`);
}

/** HTTP status of an answer; `undefined` where there was none. */
export function codeOf(error: unknown): number | undefined {
  const { code, statusCode } = (error ?? {}) as {
    code?: unknown;
    /** Of a watch, which tells no more. */
    statusCode?: unknown;
  };
  const status = code ?? statusCode;
  return typeof status === 'number' ? status : undefined;
}

function answerOf(error: unknown): StatusAnswer {
  const { body } = (error ?? {}) as { body?: unknown };
  if (typeof body !== 'string') return (body ?? {}) as StatusAnswer;
  try {
    return JSON.parse(body) as StatusAnswer;
  } catch {
    // A proxy in between, or no such path: plain text.
    return { message: body };
  }
}

function conflict(answer: StatusAnswer, message: string): string {
  const held = (answer.details?.causes ?? []).filter(
    ({ reason }) => reason === 'FieldManagerConflict',
  );
  if (held.length === 0) return `Somebody else changed it: ${message}`;
  const who = held.map(
    cause =>
      `${cause.field} is held by ${
        /conflict with "([^"]*)"/.exec(cause.message ?? '')?.[1] ??
        'somebody else'
      }`,
  );
  return `Somebody else manages fields of this permission: ${who.join(
    ', ',
  )}. Nothing was written. Let them give it up, or end the grant`;
}

function isTimeout(error: unknown): boolean {
  const { name, type } = (error ?? {}) as { name?: string; type?: string };
  return name === 'AbortError' || name === 'TimeoutError' || type === 'aborted';
}

/** The code only (`ECONNREFUSED`): messages of clients may quote whole requests. */
function networkReason(error: unknown): string {
  const { code, cause } = (error ?? {}) as {
    code?: unknown;
    cause?: { code?: unknown };
  };
  return String(code ?? cause?.code ?? 'no answer');
}
