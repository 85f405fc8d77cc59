"""Tests the DAG in a running Airflow on the real servers: runs, repeated runs, and kills during a run."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from conftest import TARGET, read_calls, write_stub
from services import Airflow
from waiting import wait_until

USERS = 1000
PAGES = 20
INGEST = "stream_data_from_api"


@pytest.fixture(scope="module")
def switch(tmp_path_factory, servers):
    """A spark-submit that runs the stub while a file exists, and the real one otherwise."""
    folder = tmp_path_factory.mktemp("switch")
    stub, on = write_stub(folder) / "spark-submit", folder / "on"
    real = Path(servers.addresses["SPARK_SUBMIT_FOLDER"], "spark-submit")
    script = folder / "spark-submit"
    script.write_text(f'#!/bin/sh\n[ ! -e {on} ] || exec {stub} "$@"\nexec {real} "$@"\n')
    script.chmod(0o755)
    return on


@pytest.fixture(scope="module")
def airflow(servers, switch, tmp_path_factory):
    result = '{"pages":1,"published":1,"stored":1,"erased":0,"dead":0,"inFlight":0,"differences":0,"seconds":1}'
    folder = TARGET / "services"
    shutil.rmtree(folder, ignore_errors=True)  # Logs of an earlier run.
    folder.mkdir()
    airflow = Airflow(
        folder,
        servers.addresses["POSTGRES"],
        {
            **servers.variables(USERS, USERS // PAGES),
            "USERSTREAM_RETRY_DELAY_SECONDS": "5",
            "PATH": os.pathsep.join([str(switch.parent), os.environ["PATH"]]),
            "STUB_CALLS": str(switch.parent / "calls"),
            "STUB_RESULT": result,
        },
    )
    try:
        airflow.start()
        airflow.unpause()
        yield airflow
    finally:
        airflow.stop()


@pytest.fixture
def contents(servers):
    """Returns a function that counts what the table and the topic contain."""
    return lambda: servers.ask("contents")


@pytest.fixture(autouse=True)
def full_pace(servers):
    yield
    servers.ask("pace")


def test_unpausing_runs_the_latest_day_and_no_earlier_one(airflow, contents):
    before = contents()["rows"]
    (latest,) = wait_until("there is a scheduled run", lambda: airflow.runs("scheduled"))
    airflow.wait_for(latest["dag_run_id"], "success")
    assert len(airflow.runs("scheduled")) == 1
    assert contents()["rows"] == before + USERS


def test_triggered_run_stores_its_users_and_shows_its_counts(airflow, servers, contents):
    before = contents()
    servers.ask("poison 3")
    airflow.trigger("by-hand", "2026-03-01")
    airflow.wait_for("by-hand", "success")

    assert contents()["rows"] == before["rows"] + USERS
    ingested = airflow.xcom("by-hand", INGEST)
    assert (ingested["pages"], ingested["users"]) == (PAGES, USERS)
    assert airflow.xcom("by-hand", INGEST, "seconds") > 0
    reconciled = airflow.xcom("by-hand", "reconcile")
    assert reconciled["stored"] == before["rows"] + USERS
    assert (reconciled["dead_letters"], reconciled["in_flight"], reconciled["differences"]) == (3, 0, 0)
    assert f"ingest: pages={PAGES} users={USERS} dead_letters=0 seconds=" in airflow.log("by-hand", INGEST)
    assert "dead_letters=3" in airflow.log("by-hand", "reconcile")
    (event,) = [event for event in airflow.asset_events() if event["source_run_id"] == "by-hand"]
    assert event["extra"]["users"] == USERS


def test_cleared_run_publishes_again_without_duplicates(airflow, contents):
    airflow.trigger("cleared", "2026-03-02")
    airflow.wait_for("cleared", "success")
    before = contents()

    airflow.clear("cleared")
    airflow.wait_for("cleared", "success")

    after = contents()
    assert airflow.tries("cleared", INGEST) == 2
    assert after["records"] == before["records"] + USERS
    assert (after["rows"], after["keys"]) == (before["rows"], before["keys"])


def test_killed_driver_is_retried_without_loss_or_duplicates(airflow, servers, contents):
    before = contents()
    servers.ask("pace 25")
    airflow.trigger("driver-killed", "2026-03-03")
    published = wait_until("some users are published", lambda: contents()["records"] - before["records"])
    assert published < USERS, "the run was too fast to be killed before its end"

    (driver,) = servers.drivers("ingest")
    driver.send_signal(signal.SIGKILL)
    servers.ask("pace")

    airflow.wait_for("driver-killed", "success")
    assert airflow.tries("driver-killed", INGEST) == 2
    after = contents()
    assert after["records"] >= before["records"] + published + USERS
    assert_users_once(before, after)


def test_driver_that_outlives_its_killed_task_adds_no_duplicates(airflow, servers, contents):
    before = contents()
    served = servers.ask("api")["users"]
    servers.ask("pace 3")
    airflow.trigger("task-killed", "2026-03-04")
    # The check has fetched one.
    wait_until("the first users are fetched", lambda: servers.ask("api")["users"] > served + 1)

    (orphan,) = servers.drivers("ingest")
    orphan.parent().send_signal(signal.SIGKILL)
    wait_until("the next attempt has its own driver", lambda: set(servers.drivers("ingest")) - {orphan})
    assert orphan.is_running(), "the orphan ended before the next attempt"
    servers.ask("pace")

    airflow.wait_for("task-killed", "success")
    assert airflow.tries("task-killed", INGEST) == 2
    wait_until("the orphan has ended", lambda: orphan not in servers.drivers("ingest"))
    after = contents()
    assert after["records"] == before["records"] + 2 * USERS
    assert_users_once(before, after)


def test_difference_fails_the_run_without_a_retry_and_running_the_day_again_fixes_it(airflow, servers, contents):
    airflow.trigger("lossy", "2026-03-05")
    airflow.wait_for("lossy", "success")
    before = contents()["rows"]
    lost = servers.ask("lose 2026-03-05")["id"]

    airflow.clear_task("lossy", "reconcile")
    airflow.wait_for("lossy", "failed")
    assert airflow.tries("lossy", "reconcile") == 2  # The first attempt and the cleared one, without a retry.
    assert f"{lost}: missing row" in airflow.log("lossy", "reconcile")
    assert airflow.xcom("lossy", "reconcile", "differences") == 1

    airflow.clear("lossy")
    airflow.wait_for("lossy", "success")
    assert contents()["rows"] == before


def test_neither_logs_nor_xcoms_contain_a_password_or_a_personal_value(airflow, servers):
    # "lossy" has also failed, and its log names a user.
    password = Path(servers.addresses["RAW_STORE_PASSWORD"].removeprefix("file:")).read_text().strip()
    logs = [path.read_text(errors="replace") for path in (TARGET / "services").rglob("*.log")]
    assert any("missing row" in log for log in logs)
    xcoms = [str(airflow.xcom("lossy", task)) for task in (INGEST, "reconcile")]
    assert "differences" in xcoms[1]
    for text in [*logs, *xcoms]:
        assert password not in text
        assert "@example.com" not in text  # The ending of all addresses in the recording.


def test_backfill_over_a_month_runs_each_day_once(airflow, switch):
    switch.touch()
    airflow.command(*"backfill create --dag-id user_automation --from-date 2024-02-01 --to-date 2024-02-29".split())
    wait_until(
        "the month has succeeded",
        lambda: [run["state"] for run in airflow.runs("backfill")],
        lambda states: states == ["success"] * 29,
        seconds=900,
    )
    switch.unlink()
    calls = [call for call in read_calls(switch.parent / "calls") if "ingest" in call]
    seeds = [word for call in calls for word in call if word.startswith("--seed=")]
    assert sorted(seeds) == [f"--seed=2024-02-{day:02}" for day in range(1, 30)]


def assert_users_once(before: dict[str, int], after: dict[str, int]) -> None:
    assert after["rows"] == before["rows"] + USERS
    assert after["keys"] == before["keys"] + USERS
    assert after["deadLetters"] == before["deadLetters"]
