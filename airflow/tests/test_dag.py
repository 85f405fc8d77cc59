"""Tests the DAG file without any server."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from servers import ROOT

# The DAG or its operator sets these, or they make no sense for a run that ends.
NOT_FROM_THE_ENVIRONMENT = {"seed", "every", "repair", "dryRun", "resultFile", "checkFirst"}


def test_runs_daily_one_at_a_time_and_never_catches_up(load_dag):
    dag = load_dag()
    assert dag.schedule == "@daily"
    assert dag.catchup is False
    assert dag.max_active_runs == 1
    assert dag.task_ids == ["check", "stream_data_from_api", "reconcile"]
    assert dag.get_task("check").downstream_task_ids == {"stream_data_from_api"}
    assert dag.get_task("stream_data_from_api").downstream_task_ids == {"reconcile"}


def test_tasks_are_retried_with_backoff_and_have_a_time_limit(load_dag):
    for task in load_dag().tasks:
        assert task.retries == 3
        assert task.retry_exponential_backoff == 2
        assert task.retry_delay == timedelta(minutes=1)
        assert task.execution_timeout == timedelta(hours=1)
        assert task.max_active_tis_per_dag == 1


def test_users_topic_is_the_outlet(load_dag, monkeypatch):
    monkeypatch.setenv("USERSTREAM_TOPIC", "people")
    outlets = load_dag().get_task("stream_data_from_api").outlets
    assert [outlet.name for outlet in outlets] == ["kafka://people"]


@pytest.mark.parametrize(
    "run",
    [
        SimpleNamespace(logical_date=datetime(2026, 1, 2), run_after=datetime(2026, 1, 9)),
        SimpleNamespace(logical_date=None, run_after=datetime(2026, 1, 2, 11, 30)),
    ],
    ids=["scheduled or dated", "manual without a date"],
)
def test_seed_is_the_date_of_the_run(load_dag, run):
    options = rendered(load_dag().get_task("stream_data_from_api"), run)
    assert [option for option in options if option.startswith("--seed=")] == ["--seed=2026-01-02"]
    assert len("2026-01-02") != 18, "ingest rejects a seed of that length"


def test_options_come_from_the_environment(load_dag, monkeypatch):
    monkeypatch.setenv("USERSTREAM_BOOTSTRAP_SERVERS", "kafka:9092")
    monkeypatch.setenv("USERSTREAM_USERS", "70")
    monkeypatch.setenv("USERSTREAM_CASSANDRA_HOSTS", "cassandra")
    monkeypatch.setenv("USERSTREAM_CASSANDRA_PASSWORD", "file:/run/secrets/cassandra")
    monkeypatch.setenv("USERSTREAM_SCHEMA_REGISTRY", "")  # Compose sets unset variables to empty.
    monkeypatch.setenv("USERSTREAM_JAR", "/opt/another.jar")
    dag = load_dag()
    check, ingest, reconcile = dag.tasks
    assert check.application_args == ["check", "--for=ingest", *ingest.application_args[1:]]
    assert check.conf == {"spark.driver.defaultJavaOptions": "-XX:TieredStopAtLevel=1"}
    assert ingest.application == "/opt/another.jar"
    assert ingest.application_args[0] == "ingest"
    assert ingest.application_args[2:] == ["--bootstrapServers=kafka:9092", "--users=70"]
    assert reconcile.application_args == [
        "reconcile",
        "--bootstrapServers=kafka:9092",
        "--maxDead=10%",
        "--settleTimeout=15m",
        "--cassandraHosts=cassandra",
        "--cassandraPassword=file:/run/secrets/cassandra",
    ]


def test_each_job_can_have_its_own_user(load_dag, monkeypatch):
    monkeypatch.setenv("USERSTREAM_RAW_STORE_USERNAME", "{command}")
    monkeypatch.setenv("USERSTREAM_RAW_STORE_PASSWORD", "file:/run/secrets/{command}/password")
    users = {"check": "ingest", "stream_data_from_api": "ingest", "reconcile": "reconcile"}
    for task, user in users.items():
        arguments = load_dag().get_task(task).application_args
        assert f"--rawStoreUsername={user}" in arguments
        assert f"--rawStorePassword=file:/run/secrets/{user}/password" in arguments


def test_unpublished_rows_fail_the_run_if_there_is_a_raw_store(load_dag, monkeypatch):
    monkeypatch.setenv("USERSTREAM_RAW_STORE", "jdbc:postgresql://postgres/userstream")
    reconcile = load_dag().get_task("reconcile")
    assert "--maxUnpublished=0" in reconcile.application_args
    assert reconcile.counts["unpublished"] == "unpublished"
    monkeypatch.setenv("USERSTREAM_MAX_UNPUBLISHED", "5")
    assert "--maxUnpublished=5" in load_dag().get_task("reconcile").application_args


@pytest.mark.parametrize("job", ["ingest", "reconcile"])
def test_every_option_of_the_jobs_can_be_set_and_no_other(load_dag, monkeypatch, job):
    documented = options_in_the_documentation(job) - NOT_FROM_THE_ENVIRONMENT
    if job == "reconcile":
        # It serves a status page only with --every, thus without end.
        documented = {option for option in documented if not option.startswith("status")}
    for option in documented:
        monkeypatch.setenv("USERSTREAM_" + re.sub("([A-Z])", r"_\1", option).upper(), "env:X")
    passed = {
        argument.removeprefix("--").partition("=")[0]
        for task in load_dag().tasks
        if task.job == job
        for argument in task.application_args[1:]
    }
    assert passed - {"seed"} == documented


def test_secret_instead_of_a_reference_is_rejected_and_not_printed(monkeypatch):
    from airflow.dag_processing.dagbag import DagBag

    monkeypatch.setenv("USERSTREAM_CASSANDRA_PASSWORD", "swordfish")
    errors = str(DagBag(dag_folder=str(ROOT / "airflow/dags")).import_errors)
    assert "USERSTREAM_CASSANDRA_PASSWORD must be a reference (env:NAME or file:PATH), not the secret itself" in errors
    assert "swordfish" not in errors


def options_in_the_documentation(job: str) -> set[str]:
    text = (ROOT / "docs/options.md").read_text()
    section = re.search(rf"^## {job}$(.*?)(^## |\Z)", text, re.MULTILINE | re.DOTALL)[1]
    return set(re.findall(r"^\| `--(\w+)`", section, re.MULTILINE))


def rendered(task, run) -> list[str]:
    return task.render_template(task.application_args, {"dag_run": run}, task.get_template_env())
