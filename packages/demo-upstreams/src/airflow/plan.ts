import { fraction } from './hash';
import { Dag, Run, TaskSeed } from './types';

/** A task of a run, at a moment. */
export type TaskAttempt = {
  task: TaskSeed;
  state: string | null;
  queuedAt: number;
  startDate?: number;
  endDate?: number;
  fails: boolean;
};

/** How long a run of a DAG takes; tens of seconds a task, never the same twice. */
export function durationOf(dag: Dag, runId: string): number {
  const perTask = 20_000 + fraction(`${dag.dagId}/${runId}`) * 60_000;
  return Math.round(perTask * Math.max(1, dag.tasks.length));
}

export function stateOf(run: Run, now: number): string {
  if (run.isHeld || now < run.startDate) return 'queued';
  return now < run.endDate ? 'running' : run.outcome;
}

/** When a run last changed. */
export function updatedAt(run: Run, now: number): number {
  if (run.isHeld || now < run.startDate) return run.queuedAt;
  return now < run.endDate ? run.startDate : run.endDate;
}

/**
 * The tasks of a run, one after the other in the order of their
 * dependencies, each with an equal share of the run's time.
 */
export function attemptsOf(dag: Dag, run: Run, now: number): TaskAttempt[] {
  const tasks = inOrder(dag.tasks);
  const share = (run.endDate - run.startDate) / Math.max(1, tasks.length);
  const failing = run.outcome === 'failed' ? run.failure?.taskId : undefined;
  const failsAt = tasks.findIndex(({ taskId }) => taskId === failing);
  return tasks.map((task, index) => {
    const queuedAt = run.startDate + share * index;
    const startDate = queuedAt + Math.min(1_500, share / 10);
    const endDate = run.startDate + share * (index + 1) - 500;
    const fails = index === failsAt;
    const isSkipped = failsAt !== -1 && index > failsAt;
    if (run.isHeld || now < queuedAt) {
      return { task, state: null, queuedAt, fails };
    }
    if (isSkipped) return { task, state: 'upstream_failed', queuedAt, fails };
    if (now < startDate) return { task, state: 'queued', queuedAt, fails };
    if (now < endDate) {
      return { task, state: 'running', queuedAt, startDate, fails };
    }
    const state = fails ? 'failed' : 'success';
    return { task, state, queuedAt, startDate, endDate, fails };
  });
}

function inOrder(tasks: TaskSeed[]): TaskSeed[] {
  const byId = new Map(tasks.map(task => [task.taskId, task]));
  const done = new Set<string>();
  const order: TaskSeed[] = [];
  const visit = (task: TaskSeed) => {
    if (done.has(task.taskId)) return;
    done.add(task.taskId);
    for (const next of task.downstream ?? []) {
      const found = byId.get(next);
      if (found) visit(found);
    }
    order.unshift(task);
  };
  for (const task of [...tasks].reverse()) visit(task);
  return order;
}
