/**
 * Thrown by {@link readBody}: the caller knows what to tell people.
 */
export class BodyRefused extends Error {
  constructor(readonly reason: 'too-large' | 'not-json') {
    super(reason);
  }
}

/**
 * Reads a body as text and stops as soon as it cannot be right: beyond
 * `maxBytes` (counted as it comes, `content-length` may lie or be absent), or
 * where JSON is wanted and the first character opens no object or list.
 */
export async function readBody(
  response: Response,
  options: { maxBytes: number; json: boolean },
): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  let started = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    const part = decoder.decode(value, { stream: true });
    const first: string = started ? '' : part.trimStart().charAt(0);
    if (options.json && first && first !== '{' && first !== '[') {
      await cancel(reader);
      throw new BodyRefused('not-json');
    }
    started ||= first !== '';
    if (bytes > options.maxBytes) {
      await cancel(reader);
      throw new BodyRefused('too-large');
    }
    parts.push(part);
  }
  parts.push(decoder.decode());
  return parts.join('');
}

/** The first part of a body, for an error's sentence; never throws for size. */
export async function readBeginning(
  response: Response,
  maxBytes: number,
): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (bytes < maxBytes) {
    const { done, value } = await reader.read();
    if (done) return text;
    bytes += value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
  await cancel(reader);
  return text;
}

async function cancel(reader: ReadableStreamDefaultReader): Promise<void> {
  // The connection is given up; that it could not be told does not matter.
  await reader.cancel().catch(() => undefined);
}
