import { IdentityDag, IdentityMatch } from './types';

type Task = IdentityDag['tasks'][number];

/** Whether a rule is meant for a task of a DAG. */
export function ruleFits(
  match: IdentityMatch | undefined,
  dag: IdentityDag,
  task: Task | undefined,
): boolean {
  const wanted = match ?? {};
  const owners = [...dag.owners, ...(dag.owner ? [dag.owner] : [])];
  return (
    isOneOf(wanted.instance, [dag.instance]) &&
    (wanted.dagId === undefined || fitsPattern(wanted.dagId, dag.dagId)) &&
    isOneOf(wanted.tag, dag.tags) &&
    isOneOf(wanted.owner, owners) &&
    isOneOf(wanted.dataDomain, [dag.dataDomain]) &&
    isOneOf(wanted.executor, [task?.executor, shortName(task?.executor)]) &&
    isOneOf(wanted.queue, [task?.queue]) &&
    isOneOf(wanted.pool, [task?.pool])
  );
}

function isOneOf(
  wanted: string | undefined,
  actual: (string | undefined)[],
): boolean {
  return wanted === undefined || actual.includes(wanted);
}

/** Airflow gives an executor's alias or the path of its class. */
function shortName(executor: string | undefined): string | undefined {
  return executor?.split('.').pop();
}

/** Compares piece by piece, without a regular expression made of config. */
function fitsPattern(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  if (pieces.length === 1) return pattern === text;
  const first = pieces[0];
  const last = pieces[pieces.length - 1];
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let position = first.length;
  const end = text.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return position <= end;
}
