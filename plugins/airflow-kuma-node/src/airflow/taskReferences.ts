import { z } from 'zod';
import { TaskReference } from './types';

/** `[{dag_id, task_id, …}]`, absent in versions that do not tell. */
export const taskReferences = z
  .array(z.object({ dag_id: z.string(), task_id: z.string() }))
  .nullish()
  .transform(rows =>
    (rows ?? []).map(
      (row): TaskReference => ({ dagId: row.dag_id, taskId: row.task_id }),
    ),
  );
