import { ScmIntegrations } from '@backstage/integration';
import { GitRepository } from '../../drivers/git/GitRepository';
import { openPullRequest } from '../../drivers/git/openPullRequest';
import {
  closePullRequest,
  findPullRequest,
  pullRequestState,
  PullRequestState,
} from '../../drivers/git/pullRequestState';
import { patchManifest, RefChange } from '../manifest';
import { CallersEndRow } from '../../store/CallersEndStore';
import { WorkloadManifest } from './readManifests';

/** What a look at a manifest, or a change of it, came to. */
export type ManifestAnswer =
  /** To be changed by hand; a sentence says why. */
  { problem: string } | { before: string; after: string; created: boolean };

/** What became of a proposal. */
export type Proposal =
  | { problem: string }
  /** The manifest is already as wanted. */
  | { unchanged: true }
  | { reference: string; isPullRequest: boolean; created: boolean };

/** What a proposal for several manifests of one repository came to. */
export type JointProposal = {
  /** In the order of the changes: why one is to be made by hand. */
  problems: (string | undefined)[];
  /** Its pull request; none where the manifests are already as wanted. */
  reference?: string;
  /** It was opened, or changed, just now. */
  isNew: boolean;
};

/** Manifests of workloads, in the repositories of their owners. */
export interface Manifests {
  /** Those that config names, in its order. */
  readonly known: WorkloadManifest[];
  /** The one that lies where a row says; none where config has changed. */
  find(row: Pick<CallersEndRow, 'manifest'>): WorkloadManifest | undefined;
  /** The manifest with a change, as of the last minute. */
  preview(
    manifest: WorkloadManifest,
    change: RefChange,
  ): Promise<ManifestAnswer>;
  propose(
    manifest: WorkloadManifest,
    change: RefChange,
    words: { branch: string; title: string; body: string },
  ): Promise<Proposal>;
  /** One pull request for manifests of one repository; as it is where it is right. */
  proposeTogether(
    changes: { manifest: WorkloadManifest; change: RefChange }[],
    words: { branch: string; title: string; body: string },
  ): Promise<JointProposal>;
  /** The newest pull request from a branch of ours. */
  pullRequestOf(
    manifest: Pick<WorkloadManifest, 'repository' | 'branch'>,
    branch: string,
  ): Promise<{ address: string; state: PullRequestState } | undefined>;
  stateOf(
    manifest: Pick<WorkloadManifest, 'repository'>,
    address: string,
  ): Promise<PullRequestState>;
  close(
    manifest: Pick<WorkloadManifest, 'repository'>,
    address: string,
  ): Promise<void>;
}

const KEEP_MILLISECONDS = 60_000;
const TIMEOUT_MILLISECONDS = 30_000;

/** Through Git and the SCM integrations, as the `git` driver does. */
export class GitManifests implements Manifests {
  private readonly repositories = new Map<string, GitRepository>();
  private readonly texts = new Map<
    string,
    { at: number; text: Promise<string | undefined> }
  >();

  constructor(
    readonly known: WorkloadManifest[],
    private readonly integrations: ScmIntegrations,
  ) {}

  find({ manifest }: Pick<CallersEndRow, 'manifest'>) {
    if (!manifest) return undefined;
    const wanted = JSON.stringify(placeOf(manifest));
    return this.known.find(each => JSON.stringify(placeOf(each)) === wanted);
  }

  async preview(
    manifest: WorkloadManifest,
    change: RefChange,
  ): Promise<ManifestAnswer> {
    try {
      return patch(manifest, await this.text(manifest), change);
    } catch (error) {
      return { problem: (error as Error).message };
    }
  }

  async propose(
    manifest: WorkloadManifest,
    change: RefChange,
    { branch, title, body }: { branch: string; title: string; body: string },
  ): Promise<Proposal> {
    const { repository, path, mode } = manifest;
    const to = mode === 'push' ? manifest.branch : branch;
    let answer: ManifestAnswer = { problem: 'was not read' };
    const { commit, changed } = await inTime(
      this.repository(manifest).commit({
        branch: to,
        message: `${title}\n\n${body}\n`,
        paths: [path],
        decide: files => {
          answer = patch(manifest, files.get(path), change);
          return new Map(
            'problem' in answer ? [] : [[path, answer.after] as const],
          );
        },
      }),
    );
    this.texts.delete(keyOf(manifest));
    // Said by `decide`, which the compiler cannot know.
    const said = answer as ManifestAnswer;
    if ('problem' in said) return said;
    if (!changed) return { unchanged: true };
    const { created } = said;
    if (mode === 'push') {
      const reference = `${repository} ${commit.slice(0, 12)}`;
      return { reference, isPullRequest: false, created };
    }
    const reference = await openPullRequest(this.integrations, {
      repository,
      from: branch,
      into: manifest.branch,
      title,
      body,
    });
    return { reference, isPullRequest: true, created };
  }

  async proposeTogether(
    changes: { manifest: WorkloadManifest; change: RefChange }[],
    { branch, title, body }: { branch: string; title: string; body: string },
  ): Promise<JointProposal> {
    const [{ manifest }] = changes;
    const repository = this.repository(manifest);
    const paths = [...new Set(changes.map(each => each.manifest.path))];
    const open = await this.pullRequestOf(manifest, branch);
    if (open?.state === 'open') {
      const now = patchAll(await inTime(repository.read(paths)), changes);
      // Who reviews it sees no new commit where nothing else is wanted.
      const proposed = await inTime(repository.read(paths, branch));
      if (paths.every(path => proposed.get(path) === now.files.get(path))) {
        return {
          problems: now.problems,
          reference: open.address,
          isNew: false,
        };
      }
    }
    let problems: JointProposal['problems'] = [];
    const { changed } = await inTime(
      repository.commit({
        branch,
        message: `${title}\n\n${body}\n`,
        paths,
        decide: files => {
          const after = patchAll(files, changes);
          problems = after.problems;
          return after.files;
        },
      }),
    );
    if (!changed) return { problems, isNew: false };
    const reference = await openPullRequest(this.integrations, {
      repository: manifest.repository,
      from: branch,
      into: manifest.branch,
      title,
      body,
    });
    return { problems, reference, isNew: true };
  }

  pullRequestOf(
    { repository, branch }: Pick<WorkloadManifest, 'repository' | 'branch'>,
    from: string,
  ) {
    return findPullRequest(this.integrations, {
      repository,
      from,
      into: branch,
    });
  }

  stateOf({ repository }: { repository: string }, address: string) {
    return pullRequestState(this.integrations, repository, address);
  }

  close({ repository }: { repository: string }, address: string) {
    return closePullRequest(this.integrations, repository, address);
  }

  private text(manifest: WorkloadManifest): Promise<string | undefined> {
    const key = keyOf(manifest);
    const known = this.texts.get(key);
    if (known && Date.now() - known.at < KEEP_MILLISECONDS) return known.text;
    const { path } = manifest;
    const text = inTime(this.repository(manifest).read([path])).then(files =>
      files.get(path),
    );
    this.texts.set(key, { at: Date.now(), text });
    text.catch(() => this.texts.delete(key));
    return text;
  }

  private repository(manifest: WorkloadManifest): GitRepository {
    const key = `${manifest.repository} ${manifest.branch}`;
    let repository = this.repositories.get(key);
    if (!repository) {
      repository = new GitRepository(manifest);
      this.repositories.set(key, repository);
    }
    return repository;
  }
}

function patch(
  { path, repository, document }: WorkloadManifest,
  before: string | undefined,
  change: RefChange,
): ManifestAnswer {
  if (before === undefined) {
    return {
      problem: `${repository} holds no ${path}: it has moved, or the config names the wrong place`,
    };
  }
  const answer = patchManifest(before, document, change);
  if ('problem' in answer) {
    return { problem: `${path} of ${repository} ${answer.problem}` };
  }
  return { before, after: answer.text, created: answer.created };
}

/** All changes, one after the other: a file can hold several workloads. */
function patchAll(
  before: Map<string, string>,
  changes: { manifest: WorkloadManifest; change: RefChange }[],
): { files: Map<string, string>; problems: (string | undefined)[] } {
  const files = new Map(before);
  const problems = changes.map(({ manifest, change }) => {
    const answer = patch(manifest, files.get(manifest.path), change);
    if ('problem' in answer) return answer.problem;
    files.set(manifest.path, answer.after);
    return undefined;
  });
  return { files, problems };
}

function placeOf({
  repository,
  branch,
  path,
  document: { kind, name, namespace },
}: NonNullable<CallersEndRow['manifest']>) {
  return [repository, branch, path, kind, name, namespace];
}

function keyOf({ repository, branch, path }: WorkloadManifest): string {
  return `${repository} ${branch} ${path}`;
}

/** A host that does not answer must not keep a mesh from being looked after. */
function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(new Error('The Git repository did not answer in half a minute')),
      TIMEOUT_MILLISECONDS,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
