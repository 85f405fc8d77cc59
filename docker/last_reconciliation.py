"""Prints the counts of the DAG's last reconciliation. Run it in the container of Airflow's API server."""

import json
import pathlib
import urllib.error
import urllib.request

API = "http://localhost:8080"
COUNTS = ("published", "stored", "erased", "dead_letters", "in_flight", "differences")
TASKS = "/api/v2/dags/user_automation/dagRuns/~/taskInstances?task_id=reconcile&order_by=-start_date&limit=20"


def ask(path: str, body: dict | None = None, **headers: str):
    request = urllib.request.Request(
        API + path,
        data=json.dumps(body).encode() if body else None,
        headers={"Content-Type": "application/json", **headers},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


password = pathlib.Path("/run/secrets/admin/password").read_text()
token = ask("/auth/token", {"username": "admin", "password": password})["access_token"]
login = {"Authorization": f"Bearer {token}"}
for task in ask(TASKS, **login)["task_instances"]:
    if task["task_id"] != "reconcile" or not task["end_date"]:
        continue
    run = urllib.request.quote(task["dag_run_id"], safe="")
    xcom = f"/api/v2/dags/user_automation/dagRuns/{run}/taskInstances/reconcile/xcomEntries/return_value?deserialize=true"
    try:
        value = ask(xcom, **login)["value"]
        counts = " ".join(f"{name}={value[name]}" for name in COUNTS)
    except urllib.error.HTTPError:
        counts = "no counts, see the task's log"
    print(f"{task['end_date'][:19]}Z {task['state']}: {counts}")
    break
else:
    print("none yet")
