"""Tests how the tasks call spark-submit and handle its result, with a stub of spark-submit."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("database")

INGESTED = {"pages": 3, "fetched": 70, "published": 70, "dead": 2, "seconds": 2.5}
RECONCILED = {
    "published": 72,
    "stored": 70,
    "erased": 0,
    "dead": 2,
    "inFlight": 0,
    "differences": 0,
    "seconds": 2.5,
}
BOTH = RECONCILED | INGESTED


@pytest.fixture(autouse=True)
def jar_and_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "userstream.jar").touch()
    monkeypatch.setenv("USERSTREAM_JAR", str(tmp_path / "userstream.jar"))
    monkeypatch.setenv("AIRFLOW_CONN_SPARK_DEFAULT", "spark://master:7077")


def test_jar_is_submitted_in_client_mode_with_its_share_of_the_cluster(load_dag, stub, tmp_path):
    stub.answers(BOTH)
    assert run(load_dag()).state == "success"
    ingest, reconcile = stub.calls()
    submit = " ".join(ingest[: ingest.index("ingest")])
    assert "--master spark://master:7077" in submit
    assert "--deploy-mode client" in submit
    assert "--total-executor-cores 2" in submit
    assert submit.endswith(str(tmp_path / "userstream.jar"))
    assert "--seed=2026-01-02" in ingest
    arguments = reconcile[reconcile.index("reconcile") + 1 :]
    assert arguments[:2] == ["--maxDead=10%", "--settleTimeout=15m"]


def test_counts_are_xcoms_and_the_value_of_the_task(load_dag, stub):
    stub.answers(BOTH)
    finished = run(load_dag())
    ingest = finished.get_task_instance("stream_data_from_api")
    reconcile = finished.get_task_instance("reconcile")
    assert pulled(ingest, "return_value") == {"pages": 3, "users": 70, "dead_letters": 2, "seconds": 2.5}
    assert pulled(ingest, "pages") == 3
    assert pulled(reconcile, "dead_letters") == 2
    assert pulled(reconcile, "differences") == 0


@pytest.mark.parametrize(
    ("exit_code", "message"),
    [(2, "the options of the job are wrong"), (3, "the topic and the table differ")],
)
def test_fault_that_a_retry_cannot_fix_fails_immediately(load_dag, stub, capsys, exit_code, message):
    stub.answers(None, exit_code)
    assert run(load_dag()).state == "failed"
    assert message in capsys.readouterr().out
    assert len(stub.calls()) == 1


def test_job_that_fails_otherwise_is_retried(load_dag, stub, monkeypatch):
    monkeypatch.setenv("USERSTREAM_RETRY_DELAY_SECONDS", "0")
    stub.answers(BOTH, 1, 0)
    finished = run(load_dag())
    assert finished.state == "success"
    assert finished.get_task_instance("stream_data_from_api").try_number == 2
    assert len(stub.calls()) == 3


def test_missing_connection_is_named_and_nothing_is_submitted(load_dag, stub, monkeypatch, capsys):
    monkeypatch.delenv("AIRFLOW_CONN_SPARK_DEFAULT")
    assert run(load_dag()).state == "failed"
    output = capsys.readouterr().out
    assert "No Spark master: the Airflow connection spark_default does not exist" in output
    assert "AIRFLOW_CONN_SPARK_DEFAULT=spark://spark-master:7077" in output
    assert stub.calls() == []


def test_missing_jar_is_named(load_dag, stub, monkeypatch, capsys):
    monkeypatch.setenv("USERSTREAM_JAR", "/nowhere/userstream.jar")
    assert run(load_dag()).state == "failed"
    assert "No jar: /nowhere/userstream.jar does not exist" in capsys.readouterr().out
    assert stub.calls() == []


def run(dag):
    return dag.test(logical_date=datetime(2026, 1, 2, tzinfo=UTC))


def pulled(task_instance, key: str):
    return task_instance.xcom_pull(task_ids=task_instance.task_id, key=key)


def test_an_order_to_the_store_is_a_task_too(stub, tmp_path):
    from userstream_job import UserstreamJob

    class TaskInstance(dict):
        def xcom_push(self, key, value):
            self[key] = value

    stub.answers({"group": "userstream-store", "maxRate": "none", "drivers": 2, "partitions": 6, "quiet": 6})
    pause = UserstreamJob(
        task_id="pause",
        job="pause",
        options=["--reason=backup"],
        counts={"drivers": "drivers", "quiet": "quiet"},
        application=str(tmp_path / "userstream.jar"),
    )
    pushed = TaskInstance()
    assert pause.execute({"ti": pushed}) == {"drivers": 2, "quiet": 6}
    assert pushed == {"drivers": 2, "quiet": 6}
    (submitted,) = stub.calls()
    assert submitted[submitted.index("pause") + 1] == "--reason=backup"
