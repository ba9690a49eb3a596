import { createServer, IncomingMessage, ServerResponse } from 'http';
import { AddressInfo } from 'net';

/** What a test upstream answers. Text is sent as it is, the rest as JSON. */
export type Answer = {
  status?: number;
  contentType?: string;
  headers?: Record<string, string>;
  body?: unknown;
};

/** A request as the upstream saw it. */
export type Seen = {
  line: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  body: string;
};

type Handler = (
  seen: Seen,
  response: ServerResponse,
) => Answer | undefined | Promise<Answer | undefined>;

/** An upstream on loopback that answers what a test tells it to. */
export type Upstream = {
  url: string;
  /** `line` is e.g. `GET /api/v2/dags`; the newest handler counts. */
  on(line: string, answer: Answer | Handler): Upstream;
  seen: Seen[];
  /** How many requests were on their way at once, at most. */
  mostAtOnce(): number;
  stop(): Promise<void>;
};

export async function startUpstream(): Promise<Upstream> {
  const handlers = new Map<string, Answer | Handler>();
  const seen: Seen[] = [];
  let now = 0;
  let most = 0;

  const server = createServer(async (request, response) => {
    now += 1;
    most = Math.max(most, now);
    response.on('close', () => {
      now -= 1;
    });
    const url = new URL(request.url ?? '/', 'http://localhost');
    let body = '';
    for await (const chunk of request) body += chunk;
    const entry: Seen = {
      line: `${request.method} ${decodeURIComponent(url.pathname)}`,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body,
    };
    seen.push(entry);
    const handler = handlers.get(entry.line);
    const answer =
      typeof handler === 'function' ? await handler(entry, response) : handler;
    if (handler && !answer) return; // it answered itself, or never will
    send(response, answer ?? { status: 404, body: { detail: 'Not Found' } });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));

  const upstream: Upstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    on(line, answer) {
      handlers.set(line, answer);
      return upstream;
    },
    seen,
    mostAtOnce: () => most,
    stop: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return upstream;
}

function send(response: ServerResponse, answer: Answer) {
  response.writeHead(answer.status ?? 200, {
    'content-type': answer.contentType ?? 'application/json',
    ...answer.headers,
  });
  response.end(
    typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body),
  );
}
