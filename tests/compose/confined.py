"""Checks which rights, networks and secrets the services of docker-compose.yml have.

Reads `docker compose config --format json` from standard input, prints each problem, and fails if there is one.
With --secure, the configuration is that with docker/secure.yml.
"""

import json
import sys

# The networks of each service. "data" has the servers and the jobs.
NETWORKS = {
    "secrets": set(),
    "kafka": {"data", "kafka-ui"},
    "kafka-2": {"data", "kafka-ui"},
    "kafka-3": {"data", "kafka-ui"},
    "schema-registry": {"data", "kafka-ui"},
    "kafka-ui": {"kafka-ui"},
    "postgres": {"data", "airflow"},
    "databases": {"data"},
    "cassandra": {"data"},
    "spark-master": {"data"},
    "spark-worker": {"data"},
    "setup": {"data"},
    "store": {"data", "monitoring"},
    "airflow-init": {"airflow"},
    "airflow-apiserver": {"airflow"},
    "airflow-scheduler": {"airflow", "data"},
    "airflow-dag-processor": {"airflow"},
    "prometheus": {"monitoring"},
    "grafana": {"monitoring"},
}
# The secrets that each service may read. All others may read none.
SECRETS = {
    "secrets": {"postgres", "databases", "raw", "airflow", "admin", "grafana"},
    "postgres": {"postgres"},
    "databases": {"postgres", "databases", "raw"},
    "spark-worker": {"raw"},
    "setup": {"raw"},
    "store": {"raw"},
    "airflow-init": {"airflow"},
    "airflow-apiserver": {"airflow", "admin"},
    "airflow-scheduler": {"airflow", "raw"},
    "airflow-dag-processor": {"airflow"},
    "grafana": {"grafana"},
}
# In a secured cluster, in addition.
SECURE_NETWORKS = {
    "certificates": set(),
    "kafka-accounts": {"data"},
    "cassandra-accounts": {"data"},
    "jobs": {"data"},
}
COMMANDS = {"setup", "ingest", "publish", "store", "replay", "pause", "resume", "reconcile", "tail"}
SECURE_SECRETS = {
    "certificates": {
        "ca", "kafka", "kafka-accounts", "cassandra", "cassandra-accounts", "postgres-tls", "databases", "registry",
        "spark", "airflow", "admin", "prometheus", "grafana", *COMMANDS,
    },
    "kafka": {"kafka"},
    "kafka-2": {"kafka"},
    "kafka-3": {"kafka"},
    "kafka-accounts": {"kafka-accounts"},
    "schema-registry": {"registry"},
    "postgres": {"postgres-tls"},
    "cassandra": {"cassandra"},
    "cassandra-accounts": {"cassandra-accounts"},
    "spark-master": {"spark"},
    # Executors resolve the secrets of their jobs.
    "spark-worker": {"spark", "ingest", "publish", "store", "replay", "reconcile"},
    "setup": {"setup"},
    "store": {"spark", "store"},
    "jobs": {"spark", "ingest", "publish", "replay", "pause", "resume", "reconcile", "tail"},
    "airflow-scheduler": {"spark", "ingest", "reconcile"},
    "prometheus": {"prometheus"},
}  # fmt: skip
# The owners of the files that it makes.
CAPABILITIES = {"certificates": ["CHOWN"]}
# Their images write their configuration, or jobs spill to disk, outside the volumes.
WRITABLE = {
    "kafka", "kafka-2", "kafka-3", "kafka-ui", "cassandra", "spark-worker", "store",
    "airflow-init", "airflow-apiserver", "airflow-scheduler", "airflow-dag-processor", "jobs",
}  # fmt: skip
# Writes to volumes that belong to root, without a network.
ROOT = {"secrets", "certificates"}
# Their images start as root if the configuration names no other user.
IMAGES_OF_ROOT = ("postgres", "cassandra")


if "--secure" in sys.argv:
    NETWORKS.update(SECURE_NETWORKS)
    for service_name, more in SECURE_SECRETS.items():
        SECRETS[service_name] = SECRETS.get(service_name, set()) | more


def problems(services):
    for name in NETWORKS.keys() - services.keys():
        yield f"{name}: is missing"
    for name, service in services.items():
        if service.get("cap_drop") != ["ALL"] or service.get("cap_add", []) != CAPABILITIES.get(name, []):
            yield f"{name}: has capabilities"
        if service.get("security_opt") != ["no-new-privileges:true"]:
            yield f"{name}: can gain privileges"
        if service.get("privileged") or "host" in (service.get("network_mode"), service.get("pid"), service.get("ipc")):
            yield f"{name}: shares a namespace of the host"
        if name not in WRITABLE and not service.get("read_only"):
            yield f"{name}: can write to its image"
        root = service.get("user") in ("root", "0") or (
            not service.get("user") and service["image"].split(":")[0] in IMAGES_OF_ROOT
        )
        if root and name not in ROOT:
            yield f"{name}: runs as root"
        if set(service.get("networks") or {}) != NETWORKS.get(name):
            yield f"{name}: is in other networks than {sorted(NETWORKS.get(name, ()))}"
        volumes = service.get("volumes") or []
        secrets = {v["source"].removeprefix("secrets-") for v in volumes if v["source"].startswith("secrets-")}
        if secrets != SECRETS.get(name, set()):
            yield f"{name}: reads other secrets than {sorted(SECRETS.get(name, ()))}"
        for volume in volumes:
            if volume["source"].startswith("secrets-") and name not in ROOT and not volume.get("read_only"):
                yield f"{name}: can change {volume['source']}"
            if volume["source"].endswith("docker.sock"):
                yield f"{name}: controls Docker"
        for port in service.get("ports") or []:
            if port.get("host_ip") != "127.0.0.1":
                yield f"{name}: port {port['published']} is open to other machines"


found = list(problems(json.load(sys.stdin)["services"]))
print("\n".join(found))
sys.exit(bool(found))
