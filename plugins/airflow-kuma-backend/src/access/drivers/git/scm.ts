import { ServiceUnavailableError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';

/** Where the pull requests of a repository are, and as whom to ask. */
export type Scm = {
  type: 'github' | 'gitlab';
  /** Address of its pull requests in the API. */
  url: string;
  owner: string;
  headers: Record<string, string>;
};

const TIMEOUT_MILLISECONDS = 15_000;

/** The integration that config names for the host of a repository. */
export async function scmOf(
  integrations: ScmIntegrations,
  repository: string,
): Promise<Scm> {
  const integration = integrations.byUrl(repository);
  const path = new URL(repository).pathname
    .replace(/^\//, '')
    .replace(/\.git$/, '');
  const [owner] = path.split('/');
  if (integration?.type === 'github') {
    const { config } = integrations.github.byUrl(repository)!;
    const { headers } = await DefaultGithubCredentialsProvider.fromIntegrations(
      integrations,
    ).getCredentials({ url: repository });
    return {
      type: 'github',
      url: `${config.apiBaseUrl}/repos/${path}/pulls`,
      owner,
      headers: headers ?? {},
    };
  }
  if (integration?.type === 'gitlab') {
    const { config } = integrations.gitlab.byUrl(repository)!;
    return {
      type: 'gitlab',
      url: `${config.apiBaseUrl}/projects/${encodeURIComponent(
        path,
      )}/merge_requests`,
      owner,
      headers: config.token ? { 'private-token': config.token } : {},
    };
  }
  throw new ServiceUnavailableError(
    `No pull request can be opened on ${
      new URL(repository).host
    }: there is no GitHub or GitLab integration for it. Use git.mode: push`,
  );
}

/** One call of its API; an error names the host and never a token. */
export async function callScm<T>(
  { headers }: Pick<Scm, 'headers'>,
  url: string,
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' = 'GET',
  body?: object,
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      ...headers,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  }).catch(() => {
    throw new ServiceUnavailableError(
      `${new URL(url).host} did not answer ${method} ${new URL(url).pathname}`,
    );
  });
  if (!response.ok) {
    throw new ServiceUnavailableError(
      `${new URL(url).host} answered ${response.status} to ${method} ${
        new URL(url).pathname
      }`,
    );
  }
  return response.json() as Promise<T>;
}
