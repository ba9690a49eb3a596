import { NotFoundError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { callScm, Scm, scmOf } from './scm';

/** `closed`: without being merged. */
export type PullRequestState = 'open' | 'merged' | 'closed';

/** As GitHub and as GitLab answer. */
type Answer = { state: string; merged?: boolean; merged_at?: string | null };

/** What became of a pull request that we opened. */
export async function pullRequestState(
  integrations: ScmIntegrations,
  repository: string,
  address: string,
): Promise<PullRequestState> {
  const scm = await scmOf(integrations, repository);
  const answer = await callScm<Answer>(scm, urlOf(scm, address));
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
