/** Keys of the filter bar, in the order in which they stand. */
export const FILTER_KEYS = [
  'instance',
  'controlPlane',
  'mesh',
  'zone',
  'environment',
  'dataDomain',
  'owner',
  'state',
] as const;

/** One of the filters. */
export type FilterKey = (typeof FILTER_KEYS)[number];

/** What the filters are called. */
export const FILTER_LABELS: Record<FilterKey, string> = {
  instance: 'Instance',
  controlPlane: 'Control plane',
  mesh: 'Mesh',
  zone: 'Zone',
  environment: 'Environment',
  dataDomain: 'Data domain',
  owner: 'Owner',
  state: 'State',
};
