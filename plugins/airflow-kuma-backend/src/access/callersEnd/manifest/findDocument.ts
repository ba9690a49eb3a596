import { Document, parseAllDocuments } from 'yaml';

/** Which document of a file; what is not given may be anything. */
export type DocumentSelector = {
  kind?: string;
  name?: string;
  namespace?: string;
};

/** A document that takes the setting, and where in it. */
export type FoundDocument = {
  index: number;
  /** Where the annotations of its pods are; absent for a Dataplane. */
  annotations?: string[];
};

/** Where kinds of Kubernetes hold what their pods carry. */
const POD_METADATA: Record<string, string[]> = {
  Pod: ['metadata'],
  PodTemplate: ['template', 'metadata'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
  ...Object.fromEntries(
    [
      'Deployment',
      'StatefulSet',
      'DaemonSet',
      'ReplicaSet',
      'ReplicationController',
      'Job',
      'Rollout',
    ].map(kind => [kind, ['spec', 'template', 'metadata']]),
  ),
};

/** Actions of Go templates; Jinja in a plain string is no reason to stop. */
const TEMPLATE =
  /\{\{-?\s*(?:[.$]|if\b|else\b|end\b|range\b|with\b|include\b|template\b|define\b|toYaml\b|tpl\b|block\b)/;

/** The documents of a file, or why it cannot be changed. */
export function parseManifest(
  text: string,
): { documents: Document.Parsed[] } | { problem: string } {
  if (TEMPLATE.test(text)) {
    return { problem: 'is a Helm template, not YAML: change its values' };
  }
  const parsed = parseAllDocuments(text);
  const documents = Array.isArray(parsed)
    ? (parsed as Document.Parsed[])
    : ([] as Document.Parsed[]);
  const error = documents.flatMap(document => document.errors)[0];
  if (error) {
    return { problem: `does not parse: ${error.message.split('\n')[0]}` };
  }
  return { documents };
}

/** The one document that a selector means and that can take the setting. */
export function findDocument(
  documents: Document.Parsed[],
  selector: DocumentSelector,
): FoundDocument | { problem: string } {
  const known = documents.map(describe);
  const wanted = wordsOf(selector);
  const found = known.flatMap((each, index) =>
    each && fits(each, selector) ? [{ ...each, index }] : [],
  );
  if (found.length > 1) {
    return {
      problem: `holds ${found.length} documents ${wanted}; say in the config which one is meant`,
    };
  }
  if (found.length === 0) {
    const names = known.flatMap(each => (each ? [wordsOf(each)] : []));
    return {
      problem: `holds no ${wanted}${
        names.length > 0 ? `, but ${names.slice(0, 5).join(', ')}` : ''
      }`,
    };
  }
  const [{ index, kind }] = found;
  if (kind === 'Dataplane') return { index };
  if (!Object.hasOwn(POD_METADATA, kind)) {
    return { problem: `holds a ${kind}, which has no pods` };
  }
  return { index, annotations: [...POD_METADATA[kind], 'annotations'] };
}

type Description = Required<Pick<DocumentSelector, 'kind'>> & DocumentSelector;

function describe(document: Document.Parsed): Description | undefined {
  const text = (...path: string[]) => {
    const value = document.getIn(path);
    return typeof value === 'string' ? value : undefined;
  };
  const kind = text('kind') ?? text('type');
  if (kind === undefined) return undefined;
  return {
    kind,
    name: text('metadata', 'name') ?? text('name'),
    namespace: text('metadata', 'namespace'),
  };
}

/** A namespace is often left to who applies the file. */
function fits(each: Description, { kind, name, namespace }: DocumentSelector) {
  if (kind !== undefined && each.kind !== kind) return false;
  if (kind === undefined && name === undefined && !takesReach(each))
    return false;
  if (name !== undefined && each.name !== name) return false;
  return (
    namespace === undefined ||
    each.namespace === undefined ||
    each.namespace === namespace
  );
}

function takesReach({ kind }: Description): boolean {
  return kind === 'Dataplane' || Object.hasOwn(POD_METADATA, kind);
}

function wordsOf({ kind, name, namespace }: DocumentSelector): string {
  const words = [kind ?? 'workload', name].filter(Boolean).join(' ');
  return namespace ? `${words} in namespace ${namespace}` : words;
}
