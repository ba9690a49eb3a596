import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A recorded request and the real system's answer to it. */
export type Recording = {
  file: string;
  request: { method: string; path: string; body: unknown };
  response: { status: number; contentType: string; body: any };
};

const root = resolve(__dirname, '../../../../test/recordings');

export function readRecording(system: string, file: string): Recording {
  const text = readFileSync(resolve(root, system, file), 'utf8');
  return { file, ...JSON.parse(text) };
}

/** Recordings of a system whose names match. */
export function readRecordings(system: string, names: RegExp): Recording[] {
  return readdirSync(resolve(root, system))
    .filter(file => names.test(file))
    .map(file => readRecording(system, file));
}

/** Asks a stand-in what was asked of the real system. */
export async function replay(
  url: string,
  recording: Recording,
  headers: Record<string, string> = {},
): Promise<{ status: number; contentType: string; body: any }> {
  const { method, path, body } = recording.request;
  const response = await fetch(url + path, {
    method,
    headers: {
      ...headers,
      ...(body !== null && { 'content-type': 'application/json' }),
    },
    body: body === null ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const contentType = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    contentType,
    body: contentType.includes('json') ? JSON.parse(text) : text,
  };
}
