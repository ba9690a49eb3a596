import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import git from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { insideClone } from './insideClone';
import { GitTarget } from './readGitTargets';

const ATTEMPTS = 5;
/** Seen before the push, and told by the server at the push. */
const RACES = ['PushRejectedError', 'GitPushError'];
const AUTHOR = {
  name: 'Airflow Kuma',
  email: 'airflow-kuma@users.noreply.invalid',
};

/** What a commit changes: a text, or `undefined` for a file that goes. */
export type FileChanges = Map<string, string | undefined>;

/**
 * A repository that is read and written over HTTP. Each change starts from what
 * is there now, in a folder of its own that is removed again, so that nothing
 * of an aborted one can be left behind.
 */
export class GitRepository {
  // One after the other: our own pushes must not race each other.
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly target: GitTarget) {}

  /** Texts of these files on a branch; absent ones are left out. */
  async read(
    paths: string[],
    branch = this.target.branch,
  ): Promise<Map<string, string>> {
    return this.inCheckout(branch, async dir => readFiles(dir, paths));
  }

  /**
   * Commits the changes to a branch and pushes it. `decide` sees the files as
   * they are and says what to change; nothing to change makes no commit.
   */
  async commit(options: {
    branch: string;
    message: string;
    paths: string[];
    decide(files: Map<string, string>): FileChanges;
  }): Promise<{ commit: string; changed: boolean }> {
    const work = this.last.then(
      () => this.tryCommit(options),
      () => this.tryCommit(options),
    );
    this.last = work.catch(() => undefined);
    return work;
  }

  private async tryCommit(
    options: Parameters<GitRepository['commit']>[0],
  ): Promise<{ commit: string; changed: boolean }> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.commitOnce(options);
      } catch (error) {
        // Somebody else pushed in between: begin again from theirs.
        const isRace = RACES.includes((error as { code?: string }).code ?? '');
        if (!isRace || attempt === ATTEMPTS)
          throw safeError(error, this.target);
        await new Promise(resolve =>
          setTimeout(resolve, Math.random() * 200 * attempt),
        );
      }
    }
  }

  private async commitOnce(options: Parameters<GitRepository['commit']>[0]) {
    const { branch, message, paths, decide } = options;
    return this.inCheckout(this.target.branch, async dir => {
      const before = await readFiles(dir, paths);
      const changes = [...decide(before)].filter(
        ([path, text]) => before.get(path) !== text,
      );
      const head = await git.resolveRef({ fs, dir, ref: 'HEAD' });
      if (changes.length === 0) return { commit: head, changed: false };
      for (const [path, text] of changes) {
        const file = await insideClone(dir, path);
        if (text === undefined) {
          await fs.rm(file, { force: true });
          await git.remove({ fs, dir, filepath: path });
        } else {
          await fs.mkdir(dirname(file), { recursive: true });
          await fs.writeFile(file, text, 'utf8');
          await git.add({ fs, dir, filepath: path });
        }
      }
      const commit = await git.commit({ fs, dir, message, author: AUTHOR });
      await git.push({
        fs,
        http,
        dir,
        remote: 'origin',
        ref: this.target.branch,
        remoteRef: branch,
        // A branch of our own says only what we want now.
        force: branch !== this.target.branch,
        onAuth: this.onAuth,
      });
      return { commit, changed: true };
    });
  }

  private async inCheckout<T>(
    ref: string,
    work: (dir: string) => Promise<T>,
  ): Promise<T> {
    const dir = await fs.mkdtemp(join(tmpdir(), 'airflow-kuma-git-'));
    try {
      await git.clone({
        fs,
        http,
        dir,
        url: this.target.repository,
        ref,
        singleBranch: true,
        depth: 1,
        noTags: true,
        onAuth: this.onAuth,
      });
      return await work(dir);
    } catch (error) {
      throw safeError(error, this.target);
    } finally {
      await fs.rm(dir, { recursive: true, force: true });
    }
  }

  // Without `onAuthFailure` a refusal is the server's own 401, which says more.
  private readonly onAuth = () => {
    const { username, token } = this.target;
    return token
      ? { username: username ?? 'x-access-token', password: token }
      : {};
  };
}

async function readFiles(
  dir: string,
  paths: string[],
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const path of paths) {
    const file = await insideClone(dir, path);
    try {
      files.set(path, await fs.readFile(file, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return files;
}

/** What went wrong, with the repository's address and never with a token. */
function safeError(error: unknown, { repository, token }: GitTarget): Error {
  const text = (error as Error).message ?? String(error);
  const message = token ? text.split(token).join('***') : text;
  return Object.assign(
    new Error(
      message.startsWith('Git repository')
        ? message
        : `Git repository ${repository}: ${message}`,
    ),
    { code: (error as { code?: string }).code },
  );
}
