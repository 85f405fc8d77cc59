"""`airflow dags test`, without a running Airflow, on the real servers."""

from __future__ import annotations

import os
import subprocess

import pytest


@pytest.mark.usefixtures("database")
def test_dags_test_ingests_through_the_spark_cluster(servers):
    before = servers.ask("contents")["rows"]
    path = servers.addresses["SPARK_SUBMIT_FOLDER"] + os.pathsep + os.environ["PATH"]
    done = subprocess.run(
        ["airflow", "dags", "test", "user_automation", "2025-12-31"],
        env={**os.environ, **servers.variables(users=70, page_size=20), "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert "ingest: pages=4 users=70 seconds=" in done.stdout
    assert "reconciled: published=" in done.stdout
    assert servers.ask("contents")["rows"] == before + 70
