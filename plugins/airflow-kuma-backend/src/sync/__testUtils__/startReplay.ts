import { readdirSync, readFileSync } from 'fs';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import { join, resolve } from 'path';

const FOLDER = resolve(__dirname, '../../../../../test/recordings');

const NOT_FOUND = { status: 404, contentType: 'application/json', body: {} };

/** A request and the answer of a real system to it. */
export type Recording = {
  file: string;
  method: string;
  path: string;
  query: URLSearchParams;
  status: number;
  contentType: string;
  body: unknown;
};

/** All recordings of a system. */
export function recordingsOf(system: string): Recording[] {
  return readdirSync(join(FOLDER, system)).flatMap(file => {
    const { request, response } = JSON.parse(
      readFileSync(join(FOLDER, system, file), 'utf8'),
    );
    if (!request?.path || !response) return [];
    const url = new URL(request.path, 'http://localhost');
    return [
      {
        file,
        method: request.method,
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        status: response.status,
        contentType: response.contentType,
        body: response.body,
      },
    ];
  });
}

/** The items of a recorded list; nothing where it is no list. */
export function itemsOf(body: unknown): Record<string, unknown>[] | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const lists = Object.values(body).filter(Array.isArray);
  return 'total' in body || 'total_entries' in body ? lists[0] : undefined;
}

/**
 * Answers as a real system did. Of several recordings of one path the one of
 * the same query counts, else the longest that is whole; `first` goes before
 * all others. A page after the last recorded one is empty.
 */
export async function startReplay(all: Recording[], first?: Recording) {
  /** Items that were given, by path. */
  const given = new Map<string, Map<string, Record<string, unknown>>>();

  function answerTo(
    method: string,
    path: string,
    query: URLSearchParams,
  ): Pick<Recording, 'status' | 'contentType' | 'body'> {
    const known = all.filter(
      each => each.method === method && each.path === path,
    );
    const exact = known.find(each => isSame(each.query, query));
    if (Number(query.get('offset') ?? 0) > 0) {
      return (
        exact ?? emptied(first?.path === path ? first : known.find(isList))
      );
    }
    if (first?.path === path) return first;
    if (exact) return exact;
    const whole = known.filter(isWhole).sort((a, b) => size(b) - size(a));
    return whole[0] ?? NOT_FOUND;
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = decodeURIComponent(url.pathname);
    const { status, contentType, body } = answerTo(
      request.method ?? 'GET',
      path,
      url.searchParams,
    );
    const items = given.get(path) ?? new Map();
    given.set(path, items);
    for (const item of itemsOf(body) ?? []) items.set(keyOf(item), item);
    response.writeHead(status, { 'content-type': contentType });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    given,
    stop: () =>
      new Promise<void>(done => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** What makes an item the same on two pages. */
export function keyOf(item: Record<string, unknown>): string {
  const { mesh, name, dag_id, dag_run_id, import_error_id, id } = item;
  return JSON.stringify([mesh, name, dag_id, dag_run_id, import_error_id, id]);
}

function isList(recording: Recording): boolean {
  return recording.status === 200 && itemsOf(recording.body) !== undefined;
}

/** Not just a page, or what a filter left of it. */
function isWhole(recording: Recording): boolean {
  if (recording.status >= 300) return false;
  const isFilter = (key: string) => key === 'tag' || key.startsWith('filter[');
  if ([...recording.query.keys()].some(isFilter)) return false;
  const { total, total_entries } = (recording.body ?? {}) as any;
  const count = total ?? total_entries;
  return count === undefined || count === size(recording);
}

function size({ body }: Recording): number {
  return itemsOf(body)?.length ?? 0;
}

function emptied(list: Recording | undefined) {
  if (!list) return NOT_FOUND;
  const entries = Object.entries(list.body as object).map(([key, value]) => [
    key,
    Array.isArray(value) ? [] : value,
  ]);
  return { ...list, body: Object.fromEntries(entries) };
}

function isSame(a: URLSearchParams, b: URLSearchParams): boolean {
  const sorted = (query: URLSearchParams) =>
    JSON.stringify([...query].sort((x, y) => (x.join() < y.join() ? -1 : 1)));
  return sorted(a) === sorted(b);
}
