"""Prints the counts of the DAG's last reconciliation. Run it in the container of Airflow's API server."""

import json
import os
import pathlib
import ssl
import urllib.error
import urllib.request

# In a secured cluster, the server has a certificate.
SECURED = "AIRFLOW__API__SSL_KEY" in os.environ
API = "https://localhost:8080" if SECURED else "http://localhost:8080"
TRUST = ssl.create_default_context(cafile="/run/secrets/airflow/ca.pem") if SECURED else None
COUNTS = ("published", "stored", "erased", "dead_letters", "in_flight", "differences")
TASKS = "/api/v2/dags/user_automation/dagRuns/~/taskInstances?task_id=reconcile&order_by=-start_date&limit=20"


def ask(path: str, body: dict | None = None, **headers: str):
    request = urllib.request.Request(
        API + path,
        data=json.dumps(body).encode() if body else None,
        headers={"Content-Type": "application/json", **headers},
    )
    with urllib.request.urlopen(request, timeout=30, context=TRUST) as answer:
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
