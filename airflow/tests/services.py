"""Runs Airflow as deployed: API server, scheduler and DAG processor on PostgreSQL, controlled by its REST API."""

from __future__ import annotations

import base64
import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests
from waiting import wait_until

DAG = "user_automation"
START_SECONDS = 300  # Measured: 27 s on an idle machine, 60 s on a busy one.
STOP_SECONDS = 30


class Airflow:
    """The services, each in its own process group. `environment` extends the environment of this process."""

    def __init__(self, folder: Path, database: str, environment: dict[str, str]) -> None:
        self._folder = folder
        port, log_port = free_ports(2)
        self._url = f"http://127.0.0.1:{port}"
        self._processes: list[subprocess.Popen] = []
        self._environment = {
            **os.environ,
            "AIRFLOW_HOME": str(folder),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"postgresql+psycopg2://{database}",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self._url}/execution/",
            "AIRFLOW__CORE__PARALLELISM": "2",  # The scheduler forks a worker for each task.
            "AIRFLOW__CORE__FERNET_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
            "AIRFLOW__API__SECRET_KEY": secrets.token_hex(32),
            "AIRFLOW__API__PORT": str(port),
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(log_port),
            "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
            "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "10",
            "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "30",
            **environment,
        }

    def start(self) -> None:
        self.command("db", "migrate")
        for service in ("api-server", "scheduler", "dag-processor"):
            log = (self._folder / f"{service}.log").open("w")
            self._processes.append(
                subprocess.Popen(
                    ["airflow", service],
                    env=self._environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )
        wait_until("the services are healthy", self._healthy, seconds=START_SECONDS)
        wait_until("the DAG is known", lambda: self._get(f"dags/{DAG}").ok, seconds=START_SECONDS)

    def command(self, *words: str) -> None:
        """Runs an airflow command to completion while the services run."""
        done = subprocess.run(["airflow", *words], env=self._environment, capture_output=True, text=True)
        assert done.returncode == 0, f"airflow {' '.join(words)}:\n{done.stdout}\n{done.stderr}"

    def _healthy(self) -> bool:
        for process in self._processes:
            assert process.poll() is None, f"airflow {process.args[1]} has ended: see its log in {self._folder}"
        try:
            health = self._get("monitor/health").json()
        except requests.ConnectionError:
            return False
        return all(health[part]["status"] == "healthy" for part in ("metadatabase", "scheduler", "dag_processor"))

    def unpause(self) -> None:
        self._ask("PATCH", f"dags/{DAG}?update_mask=is_paused", {"is_paused": False})

    def trigger(self, run_id: str, date: str) -> None:
        """Triggers a manual run of that day without a logical date."""
        body = {"dag_run_id": run_id, "logical_date": None, "run_after": f"{date}T00:00:00Z"}
        self._ask("POST", f"dags/{DAG}/dagRuns", body)

    def clear(self, run_id: str) -> None:
        self._ask("POST", f"{run(run_id)}/clear", {"dry_run": False})

    def clear_task(self, run_id: str, task: str) -> None:
        body = {"dry_run": False, "dag_run_id": run_id, "task_ids": [task], "only_failed": False}
        self._ask("POST", f"dags/{DAG}/clearTaskInstances", body)

    def wait_for(self, run_id: str, state: str, seconds: float = 1200) -> None:
        ended = wait_until(
            f"run {run_id} has ended", lambda: self.state(run_id), {"success", "failed"}.__contains__, seconds
        )
        assert ended == state, self.task_logs(run_id)

    def state(self, run_id: str) -> str:
        return self._ask("GET", run(run_id))["state"]

    def runs(self, run_type: str) -> list[dict[str, Any]]:
        return self._ask("GET", f"dags/{DAG}/dagRuns?run_type={run_type}&limit=100")["dag_runs"]

    def tries(self, run_id: str, task: str) -> int:
        return self._ask("GET", f"{run(run_id)}/taskInstances/{task}")["try_number"]

    def xcom(self, run_id: str, task: str, key: str = "return_value") -> Any:
        return self._ask("GET", f"{run(run_id)}/taskInstances/{task}/xcomEntries/{key}?deserialize=true")["value"]

    def log(self, run_id: str, task: str) -> str:
        """Returns the log of the last attempt."""
        instance = f"{run(run_id)}/taskInstances/{task}"
        answer = self._ask("GET", f"{instance}/logs/{self.tries(run_id, task)}?full_content=true")
        return "\n".join(str(line.get("event", line)) for line in answer["content"])

    def task_logs(self, run_id: str) -> str:
        return "\n".join(
            f"== {task}\n{self.log(run_id, task)}" for task in ("check", "stream_data_from_api", "reconcile")
        )

    def asset_events(self) -> list[dict[str, Any]]:
        return self._ask("GET", "assets/events?limit=100")["asset_events"]

    def _get(self, path: str) -> requests.Response:
        return requests.get(f"{self._url}/api/v2/{path}", timeout=60)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = requests.request(method, f"{self._url}/api/v2/{path}", json=body, timeout=60)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def stop(self) -> None:
        """Sends SIGTERM to the groups, whose tasks then kill their drivers, and SIGKILL to what is left."""
        for process in self._processes:
            signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._processes:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                pass
            signal_group(process, signal.SIGKILL)
            process.wait()


def run(run_id: str) -> str:
    return f"dags/{DAG}/dagRuns/{quote(run_id)}"


def signal_group(process: subprocess.Popen, number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass  # The whole group has ended.


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
