/** Data domains of generated worlds; each has a worker pool of its name. */
export const generatedDomains = [
  'finance',
  'customer',
  'ai',
  'logistics',
  'sales',
  'risk',
  'marketing',
  'platform',
] as const;

export const generatedTeams = Array.from(
  { length: 24 },
  (_, index) => `team-${String(index + 1).padStart(2, '0')}`,
);

const subjects = [
  'order',
  'invoice',
  'profile',
  'price',
  'stock',
  'route',
  'risk',
  'model',
  'event',
  'report',
  'ticket',
  'asset',
];
const roles = [
  'api',
  'store',
  'gateway',
  'db',
  'worker',
  'cache',
  'search',
  'index',
];

/** Name of the service with that number, the same for DAGs and meshes. */
export function generatedService(index: number): string {
  const subject = subjects[index % subjects.length];
  const role = roles[Math.floor(index / subjects.length) % roles.length];
  return `${subject}-${role}-${index}`;
}

/** Worker pool that runs a domain's DAGs. */
export function generatedPool(domain: string): string {
  return `airflow-${domain}`;
}
