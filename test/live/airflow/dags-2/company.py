"""DAGs for Airflow 2 that cover what the portal has to cope with."""

from airflow import DAG, Dataset
from airflow.decorators import task
from airflow.operators.bash import BashOperator
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
import pendulum

START = pendulum.datetime(2024, 1, 1, tz="UTC")
ORDERS_TABLE = Dataset("s3://warehouse/orders")

with DAG(
    "orders_etl",
    start_date=START,
    schedule="@daily",
    catchup=False,
    is_paused_upon_creation=True,
    dag_display_name="Orders ETL",
    description="Loads orders",
    tags=["domain:finance", "env:prod", "calls:ledger"],
    default_args={"owner": "team-orders"},
    doc_md="---\ncalls:\n  - default/invoices:8080\n---\nLoads orders.",
):
    BashOperator(task_id="extract", bash_command="true") >> BashOperator(
        task_id="load", bash_command="true", outlets=[ORDERS_TABLE]
    )

with DAG("orders_report", start_date=START, schedule=[ORDERS_TABLE], tags=["domain:finance"]):
    BashOperator(task_id="report", bash_command="true")

with DAG("starter", start_date=START, schedule=None):
    TriggerDagRunOperator(task_id="start_child", trigger_dag_id="child")

with DAG("child", start_date=START, schedule=None):
    BashOperator(task_id="work", bash_command="true")

with DAG("paused", start_date=START, schedule="@hourly", is_paused_upon_creation=True, catchup=False):
    BashOperator(task_id="never", bash_command="true")

with DAG("mapped", start_date=START, schedule=None):

    @task
    def double(number: int) -> int:
        return number * 2

    double.expand(number=[1, 2, 3])

for odd in ["Case", "case", "traume-Omega.1", "l" * 250]:
    with DAG(odd, start_date=START, schedule=None):
        BashOperator(task_id="work", bash_command="true")
