/** Text of a file with one DAG that either generation of Airflow takes. */
export function dagFile(dagId: string, description: string): string {
  return `"""A DAG that a test wrote."""

from datetime import datetime, timezone

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG
except ImportError:
    from airflow import DAG
    from airflow.operators.bash import BashOperator

with DAG(
    "${dagId}",
    schedule=None,
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    description="${description}",
):
    BashOperator(task_id="work", bash_command="true")
`;
}

/** The same file after somebody broke it. */
export function brokenFile(): string {
  return '"""An Airflow DAG that does not import."""\n\nraise RuntimeError("broken by hand")\n';
}
