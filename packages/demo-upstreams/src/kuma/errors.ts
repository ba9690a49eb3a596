import { Response } from 'express';
import { reply } from '../http/reply';

/** A field that Kuma refuses, and why. */
export type Violation = { field: string; reason: string };

const zoneOnly =
  "On zone control plane you can only modify zone resources with 'kumactl apply' or via the HTTP API. You can still use 'kumactl' or the HTTP API to modify the rest of the resource on the global control plane.\n";

/** Kuma's error body; `details` and `causes` are its deprecated twins. */
export function replyError(
  response: Response,
  status: number,
  title: string,
  detail: string,
  violations?: Violation[],
): void {
  reply(response, {
    status,
    body: {
      type: '/std-errors',
      status,
      title,
      detail,
      ...(violations && { invalid_parameters: violations }),
      details: detail,
      ...(violations && {
        causes: violations.map(({ field, reason }) => ({
          field,
          message: reason,
        })),
      }),
    },
  });
}

export function replyInvalid(response: Response, found: Violation[]): void {
  replyError(
    response,
    400,
    'Could not process a resource',
    'Resource is not valid',
    found,
  );
}

export function replyReadOnly(response: Response): void {
  replyError(response, 405, 'Method not allowed', zoneOnly);
}

/** What an account is told that may not see something. */
export function replyForbidden(response: Response, what: string): void {
  replyError(
    response,
    403,
    'Access Denied',
    `user "mesh-system:anonymous/mesh-system:unauthenticated" cannot access ${what}`,
  );
}

export function replyNoMesh(response: Response): void {
  replyError(response, 404, 'Failed to retrieve Mesh', 'Not found');
}

export function replyNoPage(response: Response): void {
  reply(response, {
    status: 404,
    body: '404: Page Not Found',
    contentType: 'text/plain; charset=utf-8',
  });
}
