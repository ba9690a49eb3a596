import { execFileSync, spawn } from 'node:child_process';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';

/** A real git server over HTTP, on loopback: git's own `http-backend`. */
export async function startGitServer(
  credentials?: { username: string; password: string },
  listenOn = 0,
) {
  const folder = mkdtempSync(join(tmpdir(), 'git-server-'));
  const bare = join(folder, 'policies.git');
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: 'test',
        GIT_AUTHOR_EMAIL: 'test@example.invalid',
        GIT_COMMITTER_NAME: 'test',
        GIT_COMMITTER_EMAIL: 'test@example.invalid',
      },
    });
  git('init', '--bare', '--initial-branch=main', bare);
  git('-C', bare, 'config', 'http.receivepack', 'true');
  const seed = join(folder, 'seed');
  git('init', '-q', '--initial-branch=main', seed);
  git('-C', seed, 'remote', 'add', 'origin', bare);
  git('-C', seed, 'commit', '-q', '--allow-empty', '-m', 'Begin');
  git('-C', seed, 'push', '-q', 'origin', 'HEAD:main');

  const server = createServer((request, response) => {
    const wanted =
      credentials &&
      `Basic ${Buffer.from(
        `${credentials.username}:${credentials.password}`,
      ).toString('base64')}`;
    if (wanted && request.headers.authorization !== wanted) {
      response
        .writeHead(401, { 'www-authenticate': 'Basic realm="git"' })
        .end();
      return;
    }
    serve(folder, request, response);
  });
  await new Promise<void>(resolve =>
    server.listen(listenOn, '127.0.0.1', resolve),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/policies.git`,
    /** Paths of the files on a branch. */
    files: (branch = 'main') =>
      git('-C', bare, 'ls-tree', '-r', '--name-only', branch)
        .split('\n')
        .filter(Boolean),
    show: (path: string, branch = 'main') =>
      git('-C', bare, 'show', `${branch}:${path}`),
    commits: (branch = 'main') =>
      git('-C', bare, 'log', '--format=%s', branch).split('\n').filter(Boolean),
    /** The last commit of a branch. */
    tip: (branch = 'main') => git('-C', bare, 'rev-parse', branch).trim(),
    /** As somebody else would. */
    commit: (path: string, text: string) => {
      git('-C', seed, 'pull', '-q', 'origin', 'main');
      execFileSync('sh', [
        '-c',
        'mkdir -p "$(dirname "$1")" && printf %s "$2" > "$1"',
        'sh',
        join(seed, path),
        text,
      ]);
      git('-C', seed, 'add', '-A');
      git('-C', seed, 'commit', '-q', '-m', 'Theirs');
      git('-C', seed, 'push', '-q', 'origin', 'HEAD:main');
    },
    /** As who merges a pull request. */
    merge: (branch: string) => {
      git('-C', seed, 'fetch', '-q', 'origin');
      git('-C', seed, 'checkout', '-q', '-B', 'main', 'origin/main');
      git('-C', seed, 'merge', '-q', '--no-edit', `origin/${branch}`);
      git('-C', seed, 'push', '-q', 'origin', 'HEAD:main');
    },
    /** A symbolic link, as somebody else would commit it. */
    link: (path: string, target: string) => {
      mkdirSync(dirname(join(seed, path)), { recursive: true });
      symlinkSync(target, join(seed, path));
      git('-C', seed, 'add', '-A');
      git('-C', seed, 'commit', '-q', '-m', 'Link');
      git('-C', seed, 'push', '-q', 'origin', 'HEAD:main');
    },
    stop: async () => {
      await new Promise(resolve => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function serve(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      REMOTE_USER: 'test',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  const body =
    request.headers['content-encoding'] === 'gzip'
      ? request.pipe(createGunzip())
      : request;
  body.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', chunk => chunks.push(chunk));
  backend.on('close', () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf('\r\n\r\n');
    const headers = answer.subarray(0, end).toString('utf8').split('\r\n');
    for (const header of headers) {
      const [name, value] = header.split(': ');
      if (name === 'Status') response.statusCode = Number(value.slice(0, 3));
      else if (name) response.setHeader(name, value);
    }
    response.end(answer.subarray(end + 4));
  });
}
