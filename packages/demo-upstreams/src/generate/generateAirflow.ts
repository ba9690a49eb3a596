import { DagSeed, TaskSeed } from '../airflow/types';
import { createRandom, Random } from './random';
import { generatedDomains, generatedService, generatedTeams } from './names';

/**
 * What to generate.
 * @public
 */
export type GenerateAirflowOptions = {
  dags: number;
  seed: number;
  /** Services to declare, as `generateKuma` numbers them; default a fifth of the DAGs. */
  services?: number;
  /** Mesh that declarations name. */
  mesh?: string;
};

const crons = [
  '*/5 * * * *',
  '*/15 * * * *',
  '0 * * * *',
  '30 * * * *',
  '0 0 * * *',
  '0 6 * * *',
  '45 3 * * 1-5',
  '0 7 * * 1',
  '0 2 1 * *',
];
const verbs = [
  'load',
  'build',
  'check',
  'export',
  'sync',
  'train',
  'score',
  'archive',
  'notify',
  'merge',
];
const styles: ((verb: string, domain: string, index: number) => string)[] = [
  (verb, domain, index) => `${domain}_${verb}_${index}`,
  (verb, domain, index) => `${domain}.${verb}-${index}`,
  (verb, domain, index) =>
    `${verb}${domain[0].toUpperCase()}${domain.slice(1)}${index}`,
  (verb, domain, index) => `v2-${domain}-${verb}-${index}`,
];
const operators = [
  'PythonOperator',
  'BashOperator',
  'HttpOperator',
  'SQLExecuteQueryOperator',
  'KubernetesPodOperator',
];

/**
 * DAGs of many classes: schedules from minutes to months, one to twelve tasks,
 * declarations by inlet, tag and front matter, triggers, sensors, assets,
 * paused, stale and broken ones.
 * @public
 */
export function generateAirflow(options: GenerateAirflowOptions): DagSeed[] {
  const random = createRandom(options.seed);
  const services = options.services ?? Math.max(1, Math.ceil(options.dags / 5));
  const mesh = options.mesh ?? 'default';
  const dags: DagSeed[] = [];
  for (let index = 0; index < options.dags; index += 1) {
    const domain = random.pick(generatedDomains);
    const dagId = random.pick(styles)(random.pick(verbs), domain, index);
    const calls = Array.from({ length: random.below(4) }, () =>
      generatedService(random.below(services)),
    );
    const via = random.pick(['inlet', 'inlet', 'tag', 'doc'] as const);
    const earlier = dags.length > 0 ? random.pick(dags).dagId : undefined;
    const kind = random.next();
    dags.push({
      dagId,
      displayName: random.chance(0.2) ? `${domain}: ${dagId}` : undefined,
      description: random.chance(0.5)
        ? `Generated DAG ${index} of the ${domain} domain.`
        : undefined,
      owners: random.chance(0.1)
        ? [random.pick(generatedTeams), random.pick(generatedTeams)]
        : [random.pick(generatedTeams)],
      tags: [
        `domain:${domain}`,
        `env:${random.pick(['prod', 'prod', 'staging', 'dev'])}`,
        ...(via === 'tag' ? calls.map(call => `calls:${mesh}/${call}`) : []),
        ...(random.chance(0.1) ? ['pii'] : []),
      ],
      docMd:
        via === 'doc' && calls.length > 0
          ? `---\ncalls:\n${calls
              .map(call => `  - ${mesh}/${call}\n`)
              .join('')}---\nGenerated.`
          : undefined,
      ...(kind < 0.7 && { cron: random.pick(crons) }),
      ...(kind >= 0.7 &&
        kind < 0.85 && {
          scheduleAssets: [`s3://lake/${domain}/${random.below(200)}`],
        }),
      isPaused: random.chance(0.05),
      isStale: random.chance(0.01),
      hasImportErrors: random.chance(0.01),
      tasks: tasksOf(random, {
        domain,
        earlier,
        inlets:
          via === 'inlet'
            ? calls.map(call => `x-mesh-service://${mesh}/${call}`)
            : [],
      }),
      ...(random.chance(0.05) && {
        failures: {
          taskId: 'step_0',
          why: random.pick(['mesh-denied', 'timeout', 'error'] as const),
          every: 3,
        },
      }),
    });
  }
  return dags;
}

function tasksOf(
  random: Random,
  given: { domain: string; earlier?: string; inlets: string[] },
): TaskSeed[] {
  const count = 1 + random.below(random.chance(0.1) ? 12 : 5);
  const tasks = Array.from(
    { length: count },
    (_, index): TaskSeed => ({
      taskId: `step_${index}`,
      operator: random.pick(operators),
      queue: given.domain,
      isMapped: random.chance(0.05),
      inlets: index === 0 && given.inlets.length > 0 ? given.inlets : undefined,
      outlets:
        index === count - 1 && random.chance(0.2)
          ? [`s3://lake/${given.domain}/${random.below(200)}`]
          : undefined,
      downstream: index + 1 < count ? [`step_${index + 1}`] : undefined,
    }),
  );
  if (given.earlier && random.chance(0.1)) {
    tasks.push({
      taskId: 'start_next',
      triggers: given.earlier,
      queue: given.domain,
    });
  }
  if (given.earlier && random.chance(0.05)) {
    tasks.push({
      taskId: 'wait',
      waitsFor: given.earlier,
      queue: given.domain,
    });
  }
  return tasks;
}
