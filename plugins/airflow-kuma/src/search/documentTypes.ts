/** Types of our search documents, as the collators name them. */
export const DAG_DOCUMENT = 'airflow-dag';
/** See `DAG_DOCUMENT`. */
export const SERVICE_DOCUMENT = 'kuma-service';
