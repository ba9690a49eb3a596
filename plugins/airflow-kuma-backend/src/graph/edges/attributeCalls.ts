import { utcMinute } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { GraphFacts } from '../facts/GraphFacts';
import { SharedCalls } from './sharedCalls';

/** Whose calls these are, as far as anybody can tell. */
export type Attribution = {
  /** Entity refs of the DAGs that the last call could be of. */
  couldBe: string[];
  /** Whether these say that they call the service. */
  declared: boolean;
  /** The DAG that they are told at; absent where none can be told. */
  dag?: string;
  /** Why these, in a sentence. */
  reason: string;
};

/**
 * Narrows calls of a shared identity to the DAGs that were running then, and of
 * these to those that say that they call the service, where any does. Where one
 * remains they are its calls.
 */
export function attributeCalls(
  calls: Pick<SharedCalls, 'sharing' | 'at'>,
  declares: (dag: string) => boolean,
  { dags, running }: Pick<GraphFacts, 'dags' | 'running'>,
): Attribution {
  const { couldBe, reason } = narrow(calls, running);
  const [only, ...others] = couldBe;
  if (others.length === 0) {
    const name = dags.find(({ ref }) => ref === only)?.displayName ?? only;
    return {
      couldBe,
      declared: declares(only),
      dag: only,
      reason: `Of the ${
        calls.sharing.length
      } DAGs that share this identity only ${name} was running ${when(
        calls.at,
      )}.`,
    };
  }
  const declaring = couldBe.filter(declares);
  if (declaring.length === 0) return { couldBe, declared: false, reason };
  return {
    couldBe: declaring,
    declared: true,
    ...(declaring.length === 1 && { dag: declaring[0] }),
    reason: `${reason} Of these, ${
      declaring.length === 1
        ? 'one alone declares'
        : `${declaring.length} declare`
    } the service.`,
  };
}

function narrow(
  { sharing, at }: Pick<SharedCalls, 'sharing' | 'at'>,
  running: GraphFacts['running'],
): Pick<Attribution, 'couldBe' | 'reason'> {
  const any = `Seen from this identity, shared by ${sharing.length} DAGs.`;
  if (!at) return { couldBe: sharing, reason: any };
  // Whoever nobody can tell of stays.
  const couldBe = sharing.filter(dag => running.wasRunning(dag, at) !== false);
  if (couldBe.length === sharing.length) {
    return { couldBe: sharing, reason: any };
  }
  if (couldBe.length === 0) {
    return {
      couldBe: sharing,
      reason: `${any} No run of theirs is known ${when(at)}.`,
    };
  }
  return {
    couldBe,
    reason: `${any} ${couldBe.length} of them could have been running ${when(
      at,
    )}.`,
  };
}

function when(at: string | undefined): string {
  return at ? `at ${utcMinute(at)}` : 'then';
}
