import { graphData } from './graphData';

/** How many different things there are, so that nobody takes copies for a company. */
export function graphClasses({
  dags,
  services,
  resources,
}: ReturnType<typeof graphData>) {
  const permissions = resources.filter(
    ({ type }) => type === 'MeshTrafficPermission',
  );
  return {
    dagClasses: different(dags, dag => [
      dag.instance,
      dag.owner,
      dag.dataDomain,
      dag.environment,
      dag.schedule.summary,
      dag.isPaused,
      dag.hasImportErrors,
      dag.tags,
      dag.declared.length,
      dag.upstream.length,
    ]),
    serviceClasses: different(services, service => [
      service.owner,
      service.dataDomain,
      service.environment,
      service.ports,
      service.proxies,
      service.labels,
    ]),
    permissionClasses: different(permissions, ({ spec }) => spec),
    callClasses: different(dags, dag =>
      dag.declared.map(({ service, port }) => `${service} ${port}`).sort(),
    ),
  };
}

function different<T>(items: T[], traitsOf: (item: T) => unknown): number {
  return new Set(items.map(item => JSON.stringify(traitsOf(item)))).size;
}
