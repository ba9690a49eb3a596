import { useState } from 'react';

let count = 0;

/** An id that ties a label to its field; React's own `useId` needs React 18. */
export function useFieldId(): string {
  const [id] = useState(() => `airflow-kuma-field-${++count}`);
  return id;
}
