import {
  buildScene,
  drawGraph,
  Scene,
} from '../../plugins/airflow-kuma-backend/src/graph/picture';
import {
  dagEntityRef,
  Edge,
  EdgeState,
  GraphAnswer,
  GraphQuery,
  serviceEntityRef,
} from '../../plugins/airflow-kuma-common/src';
import { graphData, GraphSizes } from './graphData';
import { randomOf } from './matrixMesh';

const STATES: EdgeState[] = [
  'aligned',
  'aligned',
  'aligned',
  'aligned',
  'needs-permission',
  'blocked',
  'undeclared',
  'unused',
  'not-enforced',
  'unknown',
];

/** What the browser half of the bench looks at: a scene, and the same as entities. */
export type GraphWorld = {
  scene: Scene;
  answer(query: GraphQuery): GraphAnswer;
  entities: Map<string, object>;
};

/** A made-up company as a scene: states dealt out, as no evaluator runs here. */
export function graphWorld(sizes: GraphSizes): GraphWorld {
  const data = graphData(sizes);
  const random = randomOf(3);
  const dags = data.dags.map(dag => ({
    ...dag,
    ref: dagEntityRef(dag.instance, dag.dagId),
  }));
  const services = data.services.map(service => ({
    ...service,
    ref: serviceEntityRef(service),
  }));
  const refs = new Map(services.map(({ name, ref }) => [name, ref]));
  const edges = dags.flatMap(dag =>
    dag.declared.map(({ service, evidence }): Edge => {
      const state = STATES[Math.floor(random() * STATES.length)];
      return {
        dag: dag.ref,
        service: refs.get(service),
        unresolved: refs.has(service) ? undefined : service,
        state: refs.has(service) ? state : 'unknown',
        reason: `Generated as ${state}.`,
        declared: evidence,
        permitted: {
          outcome: state === 'aligned' ? 'allow' : 'deny',
          reason: 'Generated.',
          ports: [],
          asIntended: true,
        },
        observed: {
          outcome: 'not-known',
          reason: 'Generated.',
          evidence: [],
          sharedBy: 1,
        },
        grants: [],
      };
    }),
  );
  const scene = buildScene({ dags, services, identities: new Map() }, edges);
  return {
    scene,
    answer: query => ({
      ...drawGraph(scene, query),
      asOf: '2026-11-23T00:00:00Z',
      permittedOnly: 0,
    }),
    entities: entitiesOf(scene),
  };
}

/** The nodes as catalog entities with the lines as relations. */
function entitiesOf(scene: Scene): Map<string, object> {
  const relations = new Map<string, { type: string; targetRef: string }[]>();
  const relate = (from: string, type: string, targetRef: string) => {
    const known = relations.get(from);
    if (known) known.push({ type, targetRef });
    else relations.set(from, [{ type, targetRef }]);
  };
  for (const { source, target } of [...scene.edges, ...scene.links]) {
    if (!scene.nodes.get(target)?.ref) continue;
    relate(source, 'dependsOn', target);
    relate(target, 'dependencyOf', source);
  }
  const entities = new Map<string, object>();
  for (const { id, ref, label, kind } of scene.nodes.values()) {
    if (!ref) continue;
    const [kindAndNamespace, name] = ref.split('/');
    entities.set(ref, {
      apiVersion: 'backstage.io/v1alpha1',
      kind: kindAndNamespace.startsWith('component') ? 'Component' : 'Resource',
      metadata: { name, namespace: 'default', title: label },
      spec: { type: kind === 'dag' ? 'airflow-dag' : 'kuma-service' },
      relations: relations.get(id) ?? [],
    });
  }
  return entities;
}
