import { ServiceUnavailableError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';

/** What is proposed, from which branch into which. */
export type PullRequest = {
  repository: string;
  from: string;
  into: string;
  title: string;
  body: string;
};

const TIMEOUT_MILLISECONDS = 15_000;

/**
 * Opens a pull request through the SCM integration of the repository's host,
 * or finds the one that is open already. Answers its address.
 */
export async function openPullRequest(
  integrations: ScmIntegrations,
  request: PullRequest,
): Promise<string> {
  const { repository } = request;
  const integration = integrations.byUrl(repository);
  const path = new URL(repository).pathname
    .replace(/^\//, '')
    .replace(/\.git$/, '');
  if (integration?.type === 'github') {
    const { config } = integrations.github.byUrl(repository)!;
    const credentials = await DefaultGithubCredentialsProvider.fromIntegrations(
      integrations,
    ).getCredentials({ url: repository });
    return openOnGithub(
      `${config.apiBaseUrl}/repos/${path}/pulls`,
      credentials.headers ?? {},
      path,
      request,
    );
  }
  if (integration?.type === 'gitlab') {
    const { config } = integrations.gitlab.byUrl(repository)!;
    const headers: Record<string, string> = config.token
      ? { 'private-token': config.token }
      : {};
    return openOnGitlab(
      `${config.apiBaseUrl}/projects/${encodeURIComponent(
        path,
      )}/merge_requests`,
      headers,
      request,
    );
  }
  throw new ServiceUnavailableError(
    `No pull request can be opened on ${
      new URL(repository).host
    }: there is no GitHub or GitLab integration for it. Use git.mode: push`,
  );
}

async function openOnGithub(
  url: string,
  headers: Record<string, string>,
  path: string,
  { from, into, title, body }: PullRequest,
): Promise<string> {
  const [owner] = path.split('/');
  const query = new URLSearchParams({
    state: 'open',
    head: `${owner}:${from}`,
    base: into,
  });
  const [open] = await call<{ html_url: string }[]>(`${url}?${query}`, {
    headers,
  });
  if (open) return open.html_url;
  const created = await call<{ html_url: string }>(url, {
    method: 'POST',
    headers,
    body: JSON.stringify({ head: from, base: into, title, body }),
  });
  return created.html_url;
}

async function openOnGitlab(
  url: string,
  headers: Record<string, string>,
  { from, into, title, body }: PullRequest,
): Promise<string> {
  const query = new URLSearchParams({
    state: 'opened',
    source_branch: from,
    target_branch: into,
  });
  const [open] = await call<{ web_url: string }[]>(`${url}?${query}`, {
    headers,
  });
  if (open) return open.web_url;
  const created = await call<{ web_url: string }>(url, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      source_branch: from,
      target_branch: into,
      title,
      description: body,
    }),
  });
  return created.web_url;
}

async function call<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, {
    ...init,
    headers: {
      ...init.headers,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  if (!response.ok) {
    throw new ServiceUnavailableError(
      `${new URL(url).host} answered ${response.status} to ${
        init.method ?? 'GET'
      } ${new URL(url).pathname}`,
    );
  }
  return response.json() as Promise<T>;
}
