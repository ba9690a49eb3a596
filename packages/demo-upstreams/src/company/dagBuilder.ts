import { DagSeed, TaskSeed } from '../airflow/types';

/** A service that a DAG calls, and how it says so. */
export type Call = {
  service: string;
  mesh?: string;
  /** Default `inlet`. */
  via?: 'inlet' | 'tag' | 'doc' | 'nothing';
};

/** The short form in which the demo company's DAGs are written. */
export type DagSpec = Omit<DagSeed, 'owners' | 'tasks' | 'tags'> & {
  owner: string | string[];
  domain?: string;
  environment?: string;
  /** Celery queue, so which worker pool runs it. */
  queue?: string;
  calls?: Call[];
  moreTags?: string[];
  triggers?: string;
  waitsFor?: string;
  outlets?: string[];
};

/** Several services, declared the same way. */
export const callsTo = (via: Call['via'], ...services: string[]): Call[] =>
  services.map(service => ({ service, via }));

/** Tasks, tags and front matter of a DAG, from what it calls. */
export function buildDag(spec: DagSpec): DagSeed {
  const {
    owner,
    domain,
    environment = 'prod',
    queue,
    calls = [],
    moreTags = [],
    triggers,
    waitsFor,
    outlets,
    ...seed
  } = spec;
  const tasks: TaskSeed[] = [];
  if (waitsFor) tasks.push({ taskId: `wait_for_${slug(waitsFor)}`, waitsFor });
  if (calls.length === 0) {
    tasks.push({ taskId: 'work', operator: 'BashOperator' });
  }
  for (const call of calls) {
    tasks.push({
      taskId: `call_${slug(call.service)}`,
      url: `http://${call.service}.svc.mesh.local/`,
      calls: { mesh: call.mesh ?? 'default', service: call.service },
      ...((call.via ?? 'inlet') === 'inlet' && {
        inlets: [`x-mesh-service://${call.mesh ?? 'default'}/${call.service}`],
      }),
    });
  }
  if (outlets) tasks.push({ taskId: 'publish', outlets });
  if (triggers) tasks.push({ taskId: `start_${slug(triggers)}`, triggers });
  const inDocs = calls.filter(({ via }) => via === 'doc');
  return {
    ...seed,
    owners: [owner].flat(),
    tags: [
      ...(domain ? [`domain:${domain}`] : []),
      `env:${environment}`,
      ...calls.filter(({ via }) => via === 'tag').map(callTag),
      ...moreTags,
    ],
    docMd:
      inDocs.length > 0
        ? [
            '---',
            'calls:',
            ...inDocs.map(call => `  - ${reference(call)}`),
            '---',
            seed.docMd ?? '',
          ].join('\n')
        : seed.docMd,
    tasks: tasks.map((task, index) => ({
      ...task,
      queue,
      downstream: tasks[index + 1] && [tasks[index + 1].taskId],
    })),
  };
}

function callTag(call: Call): string {
  return `calls:${reference(call)}`;
}

function reference({ mesh, service }: Call): string {
  return mesh ? `${mesh}/${service}` : service;
}

function slug(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase();
}
