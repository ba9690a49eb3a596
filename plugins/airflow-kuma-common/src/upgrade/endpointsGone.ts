/**
 * An endpoint of a control plane that this portal asks and a newer version of
 * Kuma does not have.
 * @public
 */
export type EndpointGone = {
  /** As the path is written, with what differs in braces. */
  endpoint: string;
  /** The kind of resource that goes with it. */
  kind?: string;
  /** What it is asked for. */
  use: string;
  /** What is asked instead, or what goes without it. */
  instead: string;
  /**
   * `dropped`: by what is public of that version. `may go`: it is announced to
   * be replaced, and the portal does without it.
   */
  state: 'dropped' | 'may go';
  /** Where that is said. */
  source: string;
};

/**
 * The endpoints that this portal asks and Kuma 3.0 drops. None is missed: the
 * portal finds out by `/_resources` and by a 404, never by the version.
 * @public
 */
export const ENDPOINTS_GONE_IN_3: readonly EndpointGone[] = [
  {
    endpoint: 'GET /{kind}, GET /dataplanes/_overview',
    use: 'Resources of all meshes in one walk over pages.',
    instead: 'GET /meshes/{mesh}/{kind}, of each mesh that is wanted.',
    state: 'dropped',
    source: 'kumahq/kuma, tests of pkg/api-server on the way to 3.0',
  },
  {
    endpoint: 'GET /meshes/{mesh}/dataplanes/_overview',
    use: 'Proxies, and in the same answer whether they are connected, their certificates and what they acknowledged.',
    instead:
      'GET /meshes/{mesh}/dataplanes and GET /meshes/{mesh}/dataplane-insights. Without insights the health of proxies is not told.',
    state: 'may go',
    source: 'kumahq/kuma issue 18798',
  },
  {
    endpoint: 'GET /zones/_overview',
    use: 'Zones, and whether they are connected.',
    instead:
      'GET /zones and GET /zone-insights. Without insights no zone is told to be away.',
    state: 'may go',
    source: 'kumahq/kuma issue 18798',
  },
  {
    endpoint: 'GET /service-insights',
    kind: 'ServiceInsight',
    use: 'The check that no service that the control plane counts is missing.',
    instead: 'Nothing: without tags MeshServices are all there is to count.',
    state: 'dropped',
    source: 'kumahq/kuma pull 18376',
  },
  {
    endpoint: 'GET /external-services',
    kind: 'ExternalService',
    use: 'Services outside of the mesh that are called by a tag.',
    instead: 'GET /meshes/{mesh}/meshexternalservices.',
    state: 'dropped',
    source: '/_resources of the 3.0 preview',
  },
  {
    endpoint: 'GET, PUT and DELETE /meshes/{mesh}/traffic-permissions/{name}',
    kind: 'TrafficPermission',
    use: 'Verdicts in meshes without MeshIdentity, and permissions there.',
    instead:
      'GET, PUT and DELETE /meshes/{mesh}/meshtrafficpermissions/{name} with rules.',
    state: 'dropped',
    source: '/_resources of the 3.0 preview',
  },
];
