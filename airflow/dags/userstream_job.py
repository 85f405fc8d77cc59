"""How Airflow runs a job of userstream.jar: by spark-submit, and with its counts as XComs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from airflow.providers.apache.spark.hooks.spark_submit import SparkSubmitHook
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

# What the exit codes of the jar mean for which another try would come to the same.
LASTING = {
    2: "the options of the job are wrong, see above: correct the USERSTREAM_ variables",
    3: "the topic and the table differ, or a limit is exceeded, see above for what",
}


class UserstreamJob(SparkSubmitOperator):
    """
    Runs one job with its driver as a child of the task (client mode), so that it is killed with the task.

    :param job: the command of userstream.jar
    :param options: the command's options, as ``--name=value`` (templated)
    :param counts: which of the counts that the job leaves behind become XComs: their name there by the
        name of the XCom. They are in the log, too, and together they are the task's return value and
        the extra of the events of its outlets.

    Fails without another try when another try would come to the same: without a connection or a jar, on
    wrong options, and on a difference or an exceeded limit that ``reconcile`` has found.
    """

    def __init__(
        self,
        *,
        job: str,
        options: list[str],
        counts: dict[str, str],
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
        self.counts = counts
        self.spark_conn_id = conn_id

    def execute(self, context: Any) -> dict[str, Any]:
        self._require_master()
        self._require_jar()
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
            raise AirflowException(f"{self.job} ended well but left no counts: is the jar older than the DAG?")
        return counts

    def _require_master(self) -> None:
        """The hook takes any fault of the connection for a wish to run on YARN."""
        try:
            host = SparkSubmitHook.get_connection(self.spark_conn_id).host
        except (AirflowException, ValueError) as e:
            reason = f"there is no Airflow connection {self.spark_conn_id} that can be read ({e})"
        else:
            if host:
                return
            reason = f"the Airflow connection {self.spark_conn_id} names no host"
        raise AirflowFailException(
            f"No Spark master: {reason}. Set it, as in"
            f" AIRFLOW_CONN_{self.spark_conn_id.upper()}=spark://spark-master:7077"
        )

    def _require_jar(self) -> None:
        if not Path(self.application).is_file():
            raise AirflowFailException(
                f"No jar: there is no file {self.application}. Put the build's userstream.jar there, or set"
                " USERSTREAM_JAR to where it is"
            )

    def _publish(self, result: Path, context: Any) -> dict[str, Any] | None:
        """Also for a job that failed: the counts say how far it came."""
        if not result.exists():
            return None
        left = json.loads(result.read_text())
        counts = {name: left[theirs] for name, theirs in self.counts.items()}
        self.log.info("%s: %s", self.job, " ".join(f"{name}={value}" for name, value in counts.items()))
        for name, value in counts.items():
            context["ti"].xcom_push(key=name, value=value)
        for outlet in self.outlets:
            context["outlet_events"][outlet].extra = counts
        return counts

    def _failure(self, e: AirflowException) -> AirflowException:
        code = re.search(r"Error code is: (-?\d+)", str(e))
        lasting = LASTING.get(int(code[1])) if code else None
        return AirflowFailException(f"{self.job}: {lasting}") if lasting else e
