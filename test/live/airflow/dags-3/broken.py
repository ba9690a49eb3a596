"""A file that names airflow and DAG, so that it is parsed, and does not import."""

raise RuntimeError("this file does not import")
