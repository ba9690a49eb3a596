"""DAGs for Airflow 3 that cover what the portal has to cope with."""

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
from airflow.sdk import DAG, Asset, task

PAYMENTS = Asset("x-mesh-service://default/payments")
ORDERS_TABLE = Asset("s3://warehouse/orders")

with DAG(
    "orders_etl",
    schedule="@daily",
    catchup=False,
    is_paused_upon_creation=True,
    dag_display_name="Orders ETL",
    description="Loads orders",
    tags=["domain:finance", "env:prod", "calls:ledger", "with space/and&more"],
    default_args={"owner": "team-orders"},
    doc_md="---\ncalls:\n  - default/invoices:8080\n---\nLoads orders.",
):
    BashOperator(task_id="extract", bash_command="true", inlets=[PAYMENTS]) >> BashOperator(
        task_id="load", bash_command="true", outlets=[ORDERS_TABLE]
    )

with DAG("orders_report", schedule=[ORDERS_TABLE], tags=["domain:finance"]):
    BashOperator(task_id="report", bash_command="true")

with DAG("starter", schedule=None):
    TriggerDagRunOperator(task_id="start_child", trigger_dag_id="child")

with DAG("child", schedule=None):
    BashOperator(task_id="work", bash_command="true")

with DAG("waiter", schedule=None):
    ExternalTaskSensor(task_id="wait", external_dag_id="child")

with DAG("paused", schedule="@hourly", is_paused_upon_creation=True, catchup=False):
    BashOperator(task_id="never", bash_command="true")

with DAG("mapped", schedule=None):

    @task
    def double(number: int) -> int:
        return number * 2

    double.expand(number=[1, 2, 3])

for odd in ["Case", "case", "träume-Ω.1", "-leading", "l" * 250]:
    with DAG(odd, schedule=None):
        BashOperator(task_id="work", bash_command="true")
