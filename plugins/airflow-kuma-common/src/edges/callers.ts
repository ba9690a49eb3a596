import { Edge } from './types';

/** Id of what an edge begins at: the DAG, or the identity that several share. @public */
export function edgeSource(edge: Pick<Edge, 'dag' | 'caller'>): string {
  return edge.dag ?? edge.caller?.id ?? '';
}

/** Entity refs of the DAGs that an edge is, or could be, of. @public */
export function edgeDags(edge: Pick<Edge, 'dag' | 'caller'>): string[] {
  return edge.dag === undefined ? edge.caller?.couldBe ?? [] : [edge.dag];
}

/**
 * An edge as somebody sees it who may see some entities only; `undefined` where
 * they may see none of its DAGs, or not its service.
 * @public
 */
export function visibleEdge(
  edge: Edge,
  isVisible: (ref: string) => boolean,
): Edge | undefined {
  if (edge.service !== undefined && !isVisible(edge.service)) return undefined;
  const { observed, caller } = edge;
  if (!caller) {
    if (!isVisible(edge.dag ?? '')) return undefined;
    const { toldAt, ...rest } = observed;
    const hidden =
      toldAt !== undefined && !isIdentity(toldAt) && !isVisible(toldAt);
    return hidden ? { ...edge, observed: { ...rest, toldAt: '' } } : edge;
  }
  const couldBe = caller.couldBe.filter(isVisible);
  if (couldBe.length === 0) return undefined;
  return couldBe.length === caller.couldBe.length
    ? edge
    : { ...edge, caller: { ...caller, couldBe } };
}

const IDENTITY = 'identity:';

/** Id of an identity, by its key. @public */
export function identityId(key: string): string {
  return `${IDENTITY}${key}`;
}

/** Whether an id is that of an identity, and no entity ref. @public */
export function isIdentity(id: string): boolean {
  return id.startsWith(IDENTITY);
}
