"""Starts the real servers: Kafka, Cassandra, PostgreSQL, the registry, Spark, a store and the recorded API."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]


class Servers:
    """Runs `./userstream servers`. It ends with this process, because its stdin is a pipe from here."""

    def __init__(self, log: Path) -> None:
        with log.open("w") as err:
            self._process = subprocess.Popen(
                [ROOT / "userstream", "servers"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=err,
                text=True,
                start_new_session=True,  # Ctrl-C goes to pytest only, which then stops this process.
            )
        self.addresses: dict[str, str] = {}
        while (line := self._process.stdout.readline().strip()) != "READY":
            assert self._process.poll() is None, f"the servers did not start: see {log}"
            name, _, value = line.partition("=")
            self.addresses[name] = value

    def ask(self, question: str) -> dict[str, Any]:
        """Sends a request of the Java class Questions and returns its response."""
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer

    def variables(self, users: int, page_size: int) -> dict[str, str]:
        """Returns the environment variables that point Airflow to these servers."""
        options = "BOOTSTRAP_SERVERS TOPIC GROUP SCHEMA_REGISTRY CASSANDRA_HOSTS CASSANDRA_PORT CASSANDRA_KEYSPACE"
        return {
            **{f"USERSTREAM_{name}": self.addresses[name] for name in [*options.split(), "SOURCE", "JAR"]},
            "USERSTREAM_USERS": str(users),
            "USERSTREAM_PAGE_SIZE": str(page_size),
            "AIRFLOW_CONN_SPARK_DEFAULT": self.addresses["SPARK_MASTER"],
        }

    def drivers(self, job: str) -> list[psutil.Process]:
        """Returns the drivers of a job that this stack's spark-submit started, whatever their parent process."""
        marker = "-Duserstream.stack=" + self.addresses["FOLDER"]
        found = []
        for process in psutil.process_iter(["cmdline"]):
            line = process.info["cmdline"] or []
            if marker in line and "org.apache.spark.deploy.SparkSubmit" in line and job in line:
                found.append(process)
        return found

    def stop(self) -> None:
        for job in ("ingest", "reconcile"):
            for driver in self.drivers(job):
                driver.send_signal(signal.SIGKILL)
        self._process.stdin.close()
        self._process.wait(timeout=60)
