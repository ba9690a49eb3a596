import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';

/** A pull request as GitHub's API tells it. */
export type ScmPullRequest = {
  number: number;
  state: 'open' | 'closed';
  merged: boolean;
  head: string;
  title: string;
  html_url: string;
};

/** The part of GitHub's API for pull requests, on loopback. */
export async function startScm(listenOn = 0) {
  const opened: ScmPullRequest[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', chunk => (text += chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const number = Number(/\/pulls\/(\d+)$/.exec(url.pathname)?.[1]);
      const body = text ? JSON.parse(text) : {};
      const answer = () => {
        if (number) {
          const found = opened.find(each => each.number === number);
          if (found && request.method === 'PATCH') found.state = body.state;
          return found;
        }
        if (request.method !== 'POST') {
          const head = url.searchParams.get('head')?.split(':')[1];
          const isAny = url.searchParams.get('state') === 'all';
          return opened
            .filter(
              each => (isAny || each.state === 'open') && each.head === head,
            )
            .reverse();
        }
        const next: ScmPullRequest = {
          number: opened.length + 1,
          state: 'open',
          merged: false,
          head: body.head,
          title: body.title,
          html_url: `https://scm.example.com/pull/${opened.length + 1}`,
        };
        opened.push(next);
        return next;
      };
      const found = answer();
      response.statusCode = found ? 200 : 404;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(found ?? {}));
    });
  });
  await new Promise<void>(resolve =>
    server.listen(listenOn, '127.0.0.1', resolve),
  );
  const { port } = server.address() as AddressInfo;
  return {
    opened,
    port,
    /** `integrations` of a config for repositories on this host. */
    integrations: (host: string) => ({
      github: [
        { host, apiBaseUrl: `http://127.0.0.1:${port}`, token: 'scm-token' },
      ],
    }),
    stop: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
