import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readOrDefault } from '../../../readOrDefault';
import {
  checkMode,
  checkPath,
  checkRepository,
} from '../../drivers/git/checkRepository';
import { GitTarget } from '../../drivers/git/readGitTargets';
import { DocumentSelector } from '../manifest';

const KEY = 'airflowKuma.access.callersEnd.manifests';

/** Which proxies a manifest is of; all given conditions fit, `*` is any text. */
export type ManifestMatch = {
  controlPlane?: string;
  mesh?: string;
  namespace?: string;
  /** `kuma.io/workload`, or the service that the proxy is. */
  workload?: string;
  /** Name of the Dataplane. */
  proxy?: string;
  labels?: Record<string, string>;
};

/** Where the manifest of a workload lies; `path` is its file. */
export type WorkloadManifest = GitTarget & {
  match: ManifestMatch;
  document: DocumentSelector;
};

/** Reads where manifests lie; a wrong entry is left out and named. */
export function readManifests(config: Config): {
  manifests: WorkloadManifest[];
  errors: string[];
} {
  const errors: string[] = [];
  const entries = readOrDefault<Config[]>(
    KEY,
    [],
    () => config.getOptionalConfigArray(KEY),
    message => errors.push(message),
  );
  const manifests = entries.flatMap((entry, index) => {
    try {
      return [readManifest(entry)];
    } catch (error) {
      errors.push(
        `${KEY}[${index}]: ${
          (error as Error).message
        }. Its workloads get a snippet to copy until this is mended`,
      );
      return [];
    }
  });
  return { manifests, errors };
}

function readManifest(entry: Config): WorkloadManifest {
  const text = (key: string) => entry.getOptionalString(key);
  const match: ManifestMatch = {
    controlPlane: text('match.controlPlane'),
    mesh: text('match.mesh'),
    namespace: text('match.namespace'),
    workload: text('match.workload'),
    proxy: text('match.proxy'),
    labels: labelsOf(entry),
  };
  if (!match.workload && !match.proxy && !match.labels) {
    throw new InputError(
      'match: names no workload, proxy or labels, so it would be of every caller',
    );
  }
  const path = text('path');
  if (!path) throw new InputError('path: is missing');
  return {
    match,
    repository: checkRepository(text('repository'), ''),
    branch: text('branch') ?? 'main',
    path: checkPath(path, ''),
    mode: checkMode(text('mode') ?? 'pullRequest', ''),
    username: text('username'),
    token: text('token'),
    document: {
      kind: text('document.kind'),
      name: text('document.name'),
      namespace: text('document.namespace'),
    },
  };
}

function labelsOf(entry: Config): Record<string, string> | undefined {
  const labels = entry.getOptional('match.labels');
  if (labels === undefined) return undefined;
  const isTexts =
    typeof labels === 'object' &&
    labels !== null &&
    Object.values(labels).every(value => typeof value === 'string');
  if (!isTexts || Object.keys(labels).length === 0) {
    throw new InputError('match.labels: must be a map of texts');
  }
  return labels as Record<string, string>;
}
