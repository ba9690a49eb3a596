import { isSpiffeId } from '../evaluator/identity';
import { liveProxies, ProxyIndex } from './proxyIndex';
import { renderValue, TemplateFields } from './renderValue';
import { ruleFits } from './ruleFits';
import {
  IdentityDag,
  IdentityProxy,
  IdentityRule,
  ResolvedIdentity,
} from './types';

type Task = IdentityDag['tasks'][number];

/**
 * The identities that a DAG runs as: for each task the first rule that fits.
 * A task without a rule, and a rule without a live proxy, are answers too.
 * @public
 */
export function dagIdentities(
  rules: IdentityRule[],
  dag: IdentityDag,
  proxies: IdentityProxy[] | ProxyIndex,
): ResolvedIdentity[] {
  const index =
    proxies instanceof ProxyIndex ? proxies : new ProxyIndex(proxies);
  const found = new Map<string, ResolvedIdentity>();
  const tasks: (Task | undefined)[] =
    dag.tasks.length > 0 ? dag.tasks : [undefined];
  for (const task of tasks) {
    for (const identity of identitiesOfTask(rules, dag, task, index)) {
      const key = JSON.stringify([
        identity.rule,
        identity.reason,
        identity.uriSans,
      ]);
      const known = found.get(key);
      if (!known) found.set(key, identity);
      else known.taskIds.push(...identity.taskIds);
    }
  }
  return [...found.values()];
}

function identitiesOfTask(
  rules: IdentityRule[],
  dag: IdentityDag,
  task: Task | undefined,
  index: ProxyIndex,
): ResolvedIdentity[] {
  const taskIds = task ? [task.taskId] : [];
  const position = rules.findIndex(rule => ruleFits(rule.match, dag, task));
  if (position < 0) {
    return [
      {
        state: 'none',
        reason: 'No rule in airflowKuma.identities says as what this DAG runs.',
        uriSans: [],
        proxies: [],
        taskIds,
      },
    ];
  }
  const rule = rules[position];
  const { controlPlane, mesh } = rule;
  const base = { controlPlane, mesh, rule: position, taskIds };
  const wanted = render(rule, fieldsOf(dag, task), position);
  if ('error' in wanted) {
    return [
      {
        ...base,
        state: 'none',
        reason: wanted.error,
        uriSans: [],
        proxies: [],
      },
    ];
  }
  const live = liveProxies(index.find(rule, wanted));
  if (live.length === 0) {
    return [
      {
        ...base,
        state: 'not-live',
        reason: `No live proxy in ${controlPlane}/${mesh} ${wanted.text}.`,
        uriSans: wanted.spiffeId === undefined ? [] : [wanted.spiffeId],
        proxies: [],
      },
    ];
  }
  return live.map(({ uriSans, names }) => ({
    ...base,
    state: 'live',
    reason: `${countOf(names)} in ${controlPlane}/${mesh} ${wanted.text}.`,
    uriSans,
    proxies: names,
  }));
}

type Wanted = {
  spiffeId?: string;
  labels?: Record<string, string>;
  /** What is wanted, as the end of a sentence about a proxy. */
  text: string;
};

function render(
  rule: IdentityRule,
  fields: TemplateFields,
  position: number,
): Wanted | { error: string } {
  const key = `airflowKuma.identities[${position}]`;
  if (rule.spiffeId !== undefined) {
    const rendered = renderValue(rule.spiffeId, fields);
    if ('error' in rendered)
      return { error: `${key}.spiffeId: ${rendered.error}.` };
    const spiffeId = rendered.text;
    return isSpiffeId(spiffeId)
      ? { spiffeId, text: `with the identity ${spiffeId}` }
      : { error: `${key}.spiffeId: ${spiffeId} is not a SPIFFE ID.` };
  }
  const labels: Record<string, string> = {};
  for (const [label, template] of Object.entries(rule.dataplaneLabels ?? {})) {
    const rendered = renderValue(template, fields);
    if ('error' in rendered) {
      return { error: `${key}.dataplaneLabels.${label}: ${rendered.error}.` };
    }
    labels[label] = rendered.text;
  }
  const pairs = Object.entries(labels).map(pair => pair.join('='));
  // No labels would mean every proxy of the mesh, which nobody can have meant.
  return pairs.length > 0
    ? { labels, text: `with a certificate and the labels ${pairs.join(', ')}` }
    : { error: `${key} has neither spiffeId nor dataplaneLabels.` };
}

function fieldsOf(dag: IdentityDag, task: Task | undefined): TemplateFields {
  return {
    dagId: dag.dagId,
    dataDomain: dag.dataDomain,
    executor: task?.executor,
    instance: dag.instance,
    owner: dag.owners[0],
    pool: task?.pool,
    queue: task?.queue,
  };
}

function countOf(names: string[]): string {
  return names.length === 1 ? `Proxy ${names[0]}` : `${names.length} proxies`;
}
