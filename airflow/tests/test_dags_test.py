"""Tests `airflow dags test` on the real servers, without a running Airflow."""

from __future__ import annotations

import os
import subprocess

import pytest


@pytest.mark.usefixtures("database")
def test_dags_test_ingests_through_the_spark_cluster_and_the_raw_store(servers):
    before = servers.ask("contents")["rows"]
    raw_store = {f"USERSTREAM_{name}": value for name, value in servers.addresses.items() if "RAW_STORE" in name}
    path = servers.addresses["SPARK_SUBMIT_FOLDER"] + os.pathsep + os.environ["PATH"]
    done = subprocess.run(
        ["airflow", "dags", "test", "user_automation", "2025-12-31"],
        env={**os.environ, **servers.variables(users=70, page_size=20), **raw_store, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert "ingest: pages=4 users=70 dead_letters=0 seconds=" in done.stdout
    assert " raw=70 unpublished=0" in done.stdout
    assert servers.ask("contents")["rows"] == before + 70
