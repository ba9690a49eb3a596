import { NotFoundError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { callScm, Scm, scmOf } from './scm';

/** `closed`: without being merged. */
export type PullRequestState = 'open' | 'merged' | 'closed';

/** As GitHub and as GitLab answer. */
type Answer = {
  state: string;
  merged?: boolean;
  merged_at?: string | null;
  html_url?: string;
  web_url?: string;
};

/** What became of a pull request that we opened. */
export async function pullRequestState(
  integrations: ScmIntegrations,
  repository: string,
  address: string,
): Promise<PullRequestState> {
  const scm = await scmOf(integrations, repository);
  return stateOf(await callScm<Answer>(scm, urlOf(scm, address)));
}

/** The newest pull request from one branch into another, whatever became of it. */
export async function findPullRequest(
  integrations: ScmIntegrations,
  {
    repository,
    from,
    into,
  }: { repository: string; from: string; into: string },
): Promise<{ address: string; state: PullRequestState } | undefined> {
  const scm = await scmOf(integrations, repository);
  const query: Record<string, string> =
    scm.type === 'github'
      ? { state: 'all', head: `${scm.owner}:${from}`, base: into }
      : { state: 'all', source_branch: from, target_branch: into };
  const [newest] = await callScm<Answer[]>(
    scm,
    `${scm.url}?${new URLSearchParams(query)}`,
  );
  if (!newest) return undefined;
  const address = newest.html_url ?? newest.web_url ?? '';
  return { address, state: stateOf(newest) };
}

function stateOf(answer: Answer): PullRequestState {
  if (answer.merged || answer.merged_at || answer.state === 'merged')
    return 'merged';
  return answer.state === 'closed' ? 'closed' : 'open';
}

/** Closes a pull request that nobody needs any more. */
export async function closePullRequest(
  integrations: ScmIntegrations,
  repository: string,
  address: string,
): Promise<void> {
  const scm = await scmOf(integrations, repository);
  if (scm.type === 'github') {
    await callScm(scm, urlOf(scm, address), 'PATCH', { state: 'closed' });
    return;
  }
  await callScm(scm, urlOf(scm, address), 'PUT', { state_event: 'close' });
}

function urlOf({ url }: Scm, address: string): string {
  const number = /\/(\d+)\/?$/.exec(new URL(address).pathname)?.[1];
  if (!number) throw new NotFoundError(`No pull request lies at ${address}`);
  return `${url}/${number}`;
}
