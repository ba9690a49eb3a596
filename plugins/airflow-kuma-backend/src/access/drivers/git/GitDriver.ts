import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  PermissionDriver,
  PermissionIntent,
  PermissionKind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { kindOf } from '../../reconcile/desiredPolicies';
import { branchName } from './branchName';
import { FileChanges, GitRepository } from './GitRepository';
import { openPullRequest } from './openPullRequest';
import {
  isOurFile,
  PolicyFormat,
  policyPath,
  toPolicyFile,
} from './policyFile';
import { GitTarget } from './readGitTargets';

/**
 * Commits permissions to a repository, from where somebody else (Argo CD, Flux,
 * a person) applies them: for Kubernetes meshes, whose API takes no writes.
 */
export class GitDriver implements PermissionDriver {
  readonly name = 'git';
  private readonly repositories = new Map<string, GitRepository>();

  constructor(
    private readonly options: {
      targets: Map<string, GitTarget>;
      integrations: ScmIntegrations;
      formatOf(controlPlane: string): Promise<PolicyFormat>;
    },
  ) {}

  async describe({ controlPlane }: { controlPlane: string }) {
    const target = this.options.targets.get(controlPlane);
    if (!target) {
      return {
        writable: false,
        how: `airflowKuma.kuma.controlPlanes.${controlPlane}.git: names no repository that can be used`,
      };
    }
    return {
      writable: true,
      how: `Committed to ${target.repository} (${
        target.mode === 'push'
          ? `branch ${target.branch}`
          : `pull request into ${target.branch}`
      }) and applied from there.`,
    };
  }

  async apply(intent: PermissionIntent) {
    return this.commit({ ...intent, remove: [] }, 'Allow');
  }

  async remove(intent: PermissionIntent) {
    return this.commit({ ...intent, put: [] }, 'End');
  }

  private async commit(intent: PermissionIntent, verb: 'Allow' | 'End') {
    const target = this.target(intent.controlPlane);
    const files = await this.filesOf(intent);
    const names = [...files.values()].map(file => file.name);
    const title = `${verb} ${names.slice(0, 3).join(', ')}${
      names.length > 3 ? ` and ${names.length - 3} more` : ''
    } in mesh ${intent.mesh}`;
    const branch =
      target.mode === 'push'
        ? target.branch
        : branchName(verb === 'Allow' ? 'allow' : 'end', intent, names[0]);
    const { commit, changed } = await this.repository(
      intent.controlPlane,
    ).commit({
      branch,
      message: `${title}\n\nWritten by Airflow Kuma; the grants are in the labels of each policy.\n`,
      paths: [...files.keys()],
      decide: before => {
        const changes: FileChanges = new Map();
        for (const { path, text } of files.values()) {
          const known = before.get(path);
          if (known !== undefined && !isOurFile(known)) {
            throw new ConflictError(
              `${path} was not written by Airflow Kuma and is left alone`,
            );
          }
          changes.set(path, text);
        }
        return changes;
      },
    });
    if (!changed)
      return {
        warnings: [],
        pending: false,
        reference: `${target.repository} ${commit.slice(0, 12)}`,
      };
    const reference =
      target.mode === 'push'
        ? `${target.repository} ${commit.slice(0, 12)}`
        : await openPullRequest(this.options.integrations, {
            repository: target.repository,
            from: branch,
            into: target.branch,
            title,
            body: 'Written by Airflow Kuma after an approved access request. Merging applies it.',
          });
    return { warnings: [], pending: true, reference };
  }

  private async filesOf(intent: PermissionIntent) {
    const { path: folder } = this.target(intent.controlPlane);
    const format = await this.options.formatOf(intent.controlPlane);
    const files = new Map<
      string,
      {
        path: string;
        kind: PermissionKind;
        name: string;
        text?: string;
        policy?: KumaResource;
      }
    >();
    for (const policy of intent.put) {
      const kind = kindOf(policy);
      const path = policyPath(folder, intent, { kind, name: policy.name });
      files.set(path, {
        path,
        kind,
        name: policy.name,
        text: toPolicyFile(policy, format),
        policy,
      });
    }
    for (const { kind, name } of intent.remove) {
      const path = policyPath(folder, intent, { kind, name });
      files.set(path, { path, kind, name });
    }
    return files;
  }

  private target(controlPlane: string): GitTarget {
    const target = this.options.targets.get(controlPlane);
    if (!target)
      throw new NotFoundError(
        `No Git repository is configured for "${controlPlane}"`,
      );
    return target;
  }

  private repository(controlPlane: string): GitRepository {
    let repository = this.repositories.get(controlPlane);
    if (!repository) {
      repository = new GitRepository(this.target(controlPlane));
      this.repositories.set(controlPlane, repository);
    }
    return repository;
  }
}
