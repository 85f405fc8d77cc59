"""Sets up Airflow for the tests in this process, with its own home folder and a database file."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

AIRFLOW = Path(__file__).resolve().parents[1]
TARGET = AIRFLOW / "target"
TARGET.mkdir(exist_ok=True)

# Airflow reads its configuration when it is first imported, so this must come before.
HOME = Path(tempfile.mkdtemp(prefix="home-", dir=TARGET))
for variable in [name for name in os.environ if name.startswith(("AIRFLOW", "USERSTREAM_"))]:
    del os.environ[variable]
os.environ.update(
    AIRFLOW_HOME=str(HOME),
    AIRFLOW__CORE__DAGS_FOLDER=str(AIRFLOW / "dags"),
    AIRFLOW__CORE__LOAD_EXAMPLES="False",
    AIRFLOW__CORE__UNIT_TEST_MODE="False",
    PATH=str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"],
)


def pytest_configure() -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)  # So SIGTERM also stops everything that the tests started.


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def database() -> None:
    """Creates Airflow's tables in the database of the home folder."""
    subprocess.run(["airflow", "db", "migrate"], check=True, capture_output=True)


class Stub:
    """A stub of spark-submit that a test controls. It comes first on the PATH."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._calls = folder / "calls"
        self._monkeypatch = monkeypatch
        monkeypatch.setenv("STUB_CALLS", str(self._calls))
        monkeypatch.setenv("PATH", str(write_stub(folder)) + os.pathsep + os.environ["PATH"])

    def answers(self, result: dict[str, object] | None, *exit_codes: int) -> None:
        """Sets the result file and the exit codes of the first calls. Later calls return the last exit code."""
        self._monkeypatch.setenv("STUB_RESULT", "" if result is None else json.dumps(result))
        self._monkeypatch.setenv("STUB_EXIT", " ".join(map(str, exit_codes)))

    def calls(self) -> list[list[str]]:
        return read_calls(self._calls)


def write_stub(folder: Path) -> Path:
    """Writes the stub as spark-submit and returns its folder."""
    folder = folder / "bin"
    folder.mkdir()
    script = folder / "spark-submit"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} {Path(__file__).parent / "stub_spark_submit.py"} "$@"\n')
    script.chmod(0o755)
    return folder


def read_calls(file: Path) -> list[list[str]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    return Stub(tmp_path, monkeypatch)


@pytest.fixture
def load_dag():
    """Returns a function that reloads the DAG in the current environment."""
    from airflow.dag_processing.dagbag import DagBag

    def load():
        bag = DagBag(dag_folder=str(AIRFLOW / "dags"))
        assert bag.import_errors == {}
        assert list(bag.dags) == ["user_automation"]
        return bag.dags["user_automation"]

    return load


@pytest.fixture(scope="session")
def servers():
    from servers import Servers

    running = Servers(TARGET / "servers.log")
    try:
        yield running
    finally:
        running.stop()
