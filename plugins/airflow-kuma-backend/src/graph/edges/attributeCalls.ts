import { GraphFacts } from '../facts/GraphFacts';
import { SharedCalls } from './sharedCalls';
import { utcMinute } from './utcMinute';

/** Whose calls these are, as far as anybody can tell. */
export type Attribution = {
  /** Entity refs of the DAGs that the last call could be of. */
  couldBe: string[];
  /** Those of them that declare the service. */
  declaring: string[];
  /** The DAG that they are told at; absent where none can be told. */
  dag?: string;
  /** Why these, in a sentence. */
  reason: string;
};

/**
 * Narrows calls of a shared identity to the DAGs that were running then. They
 * are one DAG's where it alone remains, or where of those that remain it alone
 * says that it calls the service.
 */
export function attributeCalls(
  calls: Pick<SharedCalls, 'sharing' | 'at'>,
  declares: (dag: string) => boolean,
  { dags, running }: Pick<GraphFacts, 'dags' | 'running'>,
): Attribution {
  const { couldBe, reason } = narrow(calls, running);
  const declaring = couldBe.filter(declares);
  const [only, ...others] = couldBe.length === 1 ? couldBe : declaring;
  if (only === undefined || others.length > 0) {
    return { couldBe, declaring, reason };
  }
  if (couldBe.length > 1) {
    return {
      couldBe,
      declaring,
      dag: only,
      reason: `${reason} Of these, one alone declares the service.`,
    };
  }
  const name = dags.find(({ ref }) => ref === only)?.displayName ?? only;
  return {
    couldBe,
    declaring,
    dag: only,
    reason: `Of the ${
      calls.sharing.length
    } DAGs that share this identity only ${name} was running ${when(
      calls.at,
    )}.`,
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
