import {
  Edge,
  SharedCaller,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { haystackOf } from '../../inventory/rows/matches';
import once from 'lodash/once';
import { identityLabel } from './identityLabel';
import { Scene, SceneNode } from './Scene';

/** Identities at which calls are told, as nodes between DAGs and services. */
export function sharedCallers(
  edges: Pick<Edge, 'caller'>[],
  nodes: Scene['nodes'],
): Scene['nodes'] {
  const callers = new Map<
    string,
    { caller: SharedCaller; dags: Set<string> }
  >();
  for (const { caller } of edges) {
    if (!caller) continue;
    const known = callers.get(caller.id) ?? { caller, dags: new Set() };
    callers.set(caller.id, known);
    for (const dag of caller.couldBe) known.dags.add(dag);
  }
  return new Map(
    [...callers].map(([id, { caller, dags }]) => [
      id,
      callerNode(
        caller,
        [...dags].flatMap(dag => nodes.get(dag)?.traits ?? []),
      ),
    ]),
  );
}

function callerNode(
  { id, uriSans, sharedBy, controlPlane, mesh }: SharedCaller,
  traits: SceneNode['traits'][],
): SceneNode {
  const common = (name: keyof SceneNode['traits']) => {
    const values = new Set(traits.map(each => each[name]));
    return values.size === 1 ? [...values][0] : undefined;
  };
  return {
    id,
    kind: 'identity',
    label: identityLabel(uriSans),
    sublabel: `shared by ${sharedBy} DAGs`,
    facts: {
      identity: uriSans.join(', '),
      mesh: `${controlPlane}/${mesh}`,
      sharedBy: `${sharedBy}`,
    },
    // It stands with its DAGs where they stand together.
    traits: {
      controlPlane,
      mesh,
      instance: common('instance'),
      environment: common('environment'),
      dataDomain: common('dataDomain'),
      owner: common('owner'),
    },
    statesAt: () => [],
    text: once(() => haystackOf(uriSans)),
  };
}
