import { ScmIntegrations } from '@backstage/integration';
import { callScm, scmOf } from './scm';

/** What is proposed, from which branch into which. */
export type PullRequest = {
  repository: string;
  from: string;
  into: string;
  title: string;
  body: string;
};

/**
 * Opens a pull request through the SCM integration of the repository's host,
 * or finds the one that is open already. Answers its address.
 */
export async function openPullRequest(
  integrations: ScmIntegrations,
  { repository, from, into, title, body }: PullRequest,
): Promise<string> {
  const scm = await scmOf(integrations, repository);
  const query: Record<string, string> =
    scm.type === 'github'
      ? { state: 'open', head: `${scm.owner}:${from}`, base: into }
      : { state: 'opened', source_branch: from, target_branch: into };
  const [open] = await callScm<Opened[]>(
    scm,
    `${scm.url}?${new URLSearchParams(query)}`,
  );
  if (open) return addressOf(open);
  return addressOf(
    await callScm<Opened>(scm, scm.url, 'POST', {
      title,
      ...(scm.type === 'github'
        ? { head: from, base: into, body }
        : { source_branch: from, target_branch: into, description: body }),
    }),
  );
}

/** As GitHub and as GitLab answer. */
type Opened = { html_url?: string; web_url?: string };

function addressOf({ html_url, web_url }: Opened): string {
  return html_url ?? web_url ?? '';
}
