"""Runs a job of userstream.jar with spark-submit and publishes its counts as XComs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from airflow.providers.apache.spark.hooks.spark_submit import SparkSubmitHook
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

# Exit codes of the jar that a retry cannot fix.
FATAL = {
    2: "the options of the job are wrong, see above: fix the USERSTREAM_ variables",
    3: "the topic and the table differ, or a limit is exceeded, see above",
}


class UserstreamJob(SparkSubmitOperator):
    """
    Runs one job. Its driver is a child process of the task (client mode), so it is killed with the task.

    :param job: the command of userstream.jar
    :param options: the options of the command, as ``--name=value`` (templated)
    :param counts: maps the name of an XCom to the name of the count in the job's result file. All
        counts are also logged, and together they are the return value of the task and the extra of
        the events of its outlets. Empty for a job that writes no result file, such as ``check``

    Fails without a retry if a retry cannot help: without a connection or a jar, with wrong options, and
    if ``reconcile`` has found a difference or an exceeded limit.
    """

    def __init__(
        self,
        *,
        job: str,
        options: list[str],
        counts: dict[str, str] | None = None,
        conn_id: str = "spark_default",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            application_args=[job, *options],
            conn_id=conn_id,
            deploy_mode="client",
            name=f"userstream {job}",
            **kwargs,
        )
        self.job = job
        self.counts = counts or {}
        self.spark_conn_id = conn_id

    def execute(self, context: Any) -> dict[str, Any] | None:
        self._require_master()
        self._require_jar()
        if not self.counts:
            try:
                return super().execute(context)
            except AirflowException as e:
                raise self._failure(e) from e
        with TemporaryDirectory(prefix="userstream-") as folder:
            result = Path(folder, "result.json")
            self.application_args = [*self.application_args, f"--resultFile={result}"]
            try:
                super().execute(context)
            except AirflowException as e:
                self._publish(result, context)
                raise self._failure(e) from e
            counts = self._publish(result, context)
        if counts is None:
            raise AirflowException(f"{self.job} succeeded but wrote no counts. Is the jar older than the DAG?")
        return counts

    def _require_master(self) -> None:
        """Rejects a missing connection, with which the hook would submit to YARN."""
        try:
            host = SparkSubmitHook.get_connection(self.spark_conn_id).host
        except (AirflowException, ValueError) as e:
            reason = f"the Airflow connection {self.spark_conn_id} does not exist or is invalid ({e})"
        else:
            if host:
                return
            reason = f"the Airflow connection {self.spark_conn_id} has no host"
        raise AirflowFailException(
            f"No Spark master: {reason}. Set it, for example"
            f" AIRFLOW_CONN_{self.spark_conn_id.upper()}=spark://spark-master:7077"
        )

    def _require_jar(self) -> None:
        if not Path(self.application).is_file():
            raise AirflowFailException(
                f"No jar: {self.application} does not exist. Copy the build's userstream.jar to it, or set"
                " USERSTREAM_JAR to its path"
            )

    def _publish(self, result: Path, context: Any) -> dict[str, Any] | None:
        """Publishes the counts, also those of a failed job, which show how far it got."""
        if not result.exists():
            return None
        written = json.loads(result.read_text())
        counts = {name: written[key] for name, key in self.counts.items()}
        self.log.info("%s: %s", self.job, " ".join(f"{name}={value}" for name, value in counts.items()))
        for name, value in counts.items():
            context["ti"].xcom_push(key=name, value=value)
        for outlet in self.outlets:
            context["outlet_events"][outlet].extra = counts
        return counts

    def _failure(self, e: AirflowException) -> AirflowException:
        code = re.search(r"Error code is: (-?\d+)", str(e))
        fatal = FATAL.get(int(code[1])) if code else None
        return AirflowFailException(f"{self.job}: {fatal}") if fatal else e
