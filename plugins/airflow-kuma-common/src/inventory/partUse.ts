import { SourcePart } from './sourcePart';

const VERDICTS = 'Every verdict in its mesh';

/** By the names of parts: of an Airflow instance, then of a control plane. */
const USES: Record<string, string> = {
  version: 'Which API of the instance is asked, and links into its pages.',
  DAGs: 'Everything that is shown of the instance.',
  'import errors': 'Which DAGs are broken, and why.',
  assets:
    'Services that inlets declare, and DAGs that start each other by assets.',
  'DAG dependencies': 'DAGs that wait for others, or start them.',
  'DAG versions': 'How soon a change of a DAG is seen.',
  'details of DAGs': 'Services that doc_md declares, and assets of schedules.',
  'tasks of DAGs': 'Tasks, and identities that go by pool or queue.',
  'runs of new DAGs': 'Runs from before a DAG was first read.',
  runs: 'Runs of DAGs, and why they failed.',
  clock: 'Ages, and whether something has expired.',

  'kinds of resources':
    'Which kinds are asked for, and how permissions are written.',
  configuration:
    'Whether a caller that lists nothing it calls has a way out (restrictOutbound), and where policies have to lie.',
  Mesh: 'Everything that is shown of the control plane.',
  Dataplane: `${VERDICTS}, proxies with their certificates, and services by tag.`,
  DataplaneInsight:
    'Whether proxies are connected, their certificates, and what they acknowledged. No verdict.',
  MeshIdentity: `${VERDICTS}: which identity a proxy has.`,
  MeshTLS: `${VERDICTS}: whether callers without a certificate pass.`,
  MeshTrafficPermission: `${VERDICTS}, drift, and the proof of grants.`,
  TrafficPermission: `${VERDICTS}, drift, and the proof of grants.`,
  MeshService: 'Services of this kind, and verdicts about them.',
  MeshMultiZoneService: 'Services of this kind, and verdicts about them.',
  MeshExternalService: 'Services of this kind, and verdicts about them.',
  ExternalService: 'Services outside of the mesh that are called by a tag.',
  MeshPassthrough:
    'Where proxies let their applications go outside of the mesh, also in the check for Kuma 3.0. Verdicts about services rest on it only where nothing is enforced and the way out is closed.',
  MeshTrust:
    'The trust domains that are shown for a mesh. No verdict: that callers of another domain are trusted is not judged.',
  MeshTrace: 'Links to traces.',
  MeshAccessLog:
    'Whether a mesh is shown to write access logs. No verdict, and nothing observed.',
  ServiceInsight:
    'Only the check that no service that the control plane counts is missing here.',
  ZoneInsight: 'Which zones are told to be offline. No verdict.',
  Zone: 'Which zones are told to be offline or disabled. No verdict.',
};

/**
 * What rests on a part of a source, in a sentence; of a part that is not of
 * ours nothing is known.
 * @public
 */
export function partUse({
  name,
}: Pick<SourcePart, 'name'>): string | undefined {
  return Object.hasOwn(USES, name) ? USES[name] : undefined;
}
