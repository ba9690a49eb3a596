import { Response } from 'express';

/** What a route answers. A string is sent as it is, all else as JSON. */
export type Answer = {
  status?: number;
  body: unknown;
  contentType?: string;
  headers?: Record<string, string>;
};

/**
 * How the faults of a request change its answer; kept in `response.locals`.
 */
export type Distortion = {
  listView?: <T>(items: T[]) => T[];
  reshape?: (body: unknown) => unknown;
  /** Changes the answer as it is sent. */
  rewrite?: (text: string) => string;
  truncate?: boolean;
};

export function distortionOf(response: Response): Distortion {
  response.locals.distortion ??= {};
  return response.locals.distortion;
}

/**
 * Sends an answer. Written on the raw response because Express would add a
 * charset that the originals do not send.
 */
export function reply(response: Response, answer: Answer): void {
  const { reshape, rewrite, truncate } = distortionOf(response);
  const isText = typeof answer.body === 'string';
  const body = reshape && !isText ? reshape(answer.body) : answer.body;
  const text = isText ? String(body) : JSON.stringify(body);
  const bytes = Buffer.from(rewrite ? rewrite(text) : text);
  response.writeHead(answer.status ?? 200, {
    'content-type': answer.contentType ?? 'application/json',
    'content-length': bytes.length,
    ...answer.headers,
  });
  if (truncate) {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () =>
      response.socket?.destroy(),
    );
    return;
  }
  response.end(bytes);
}

/** The list as this request may see it: faults can hide a part of it. */
export function visible<T>(response: Response, items: T[]): T[] {
  const { listView } = distortionOf(response);
  return listView ? listView(items) : items;
}
