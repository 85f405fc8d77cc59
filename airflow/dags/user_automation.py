"""
Publishes users of the API to Kafka once a day, and proves that all of them are stored.

`check` finds out what `stream_data_from_api` lacks, and changes nothing. It fails if there is an error.
`stream_data_from_api` ingests users with the date of the run as the seed. The same seed returns the same
users under the same ids, so retries, cleared runs and repeated manual runs add no duplicates.
`reconcile` waits until the store, a separate service, has stored the users. Then it compares topic, table,
dead letters and, if there is one, the raw store. It fails the run if they differ, if more than a tenth of
the users are dead letters, or if a row of the raw store was never published.

Environment variables set the options of all jobs. The name is `USERSTREAM_` and the name of the option,
for example `USERSTREAM_BOOTSTRAP_SERVERS` for `--bootstrapServers`. `{command}` in a value is the command of
the job, so that each job can have a user of its own.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta

from airflow.sdk import DAG, Asset
from userstream_job import UserstreamJob


def tls(server: str) -> list[str]:
    """Returns the names of the TLS options, which are the same for each server."""
    return [f"{server}Tls{option}" for option in ("Trust", "TrustPassword", "Key", "KeyPassword", "VerifyHost")]


BOTH = [
    *"""
    bootstrapServers topic deadLetterTopic deadLetterKey erasureKey kafkaConfig connectTimeout executorTimeout logFormat
    schemaRegistry schemaRegistryUsername schemaRegistryPassword schemaRegistryToken allowInsecure
    schemaLookupTimeout rawStore rawStoreUsername rawStorePassword
    """.split(),
    *tls("kafka"),
    *tls("schemaRegistry"),
    *tls("rawStore"),
]
INGEST = [
    *BOTH,
    *"""
    source apiVersion nat gender users pageSize requestTimeout retryLimit apiProxy apiProxyUsername
    apiProxyPassword statusAddress statusUsername statusPassword statusToken statusProbesOpen statusTlsKey
    statusTlsKeyPassword statusTlsTrust statusTlsTrustPassword
    """.split(),
    *tls("api"),
]
RECONCILE = [
    *BOTH,
    *"""
    group maxDifferences maxDead maxUnpublished settleTimeout cassandraHosts cassandraPort
    cassandraKeyspace cassandraTable cassandraUsername cassandraPassword cassandraLocalDc
    cassandraConsistency cassandraTls
    """.split(),
    *tls("cassandra"),
]

# The date of the run has ten characters. `ingest` rejects seeds of 18 characters, which the API
# interprets differently. A manually triggered run may have no logical date. `run_after` stays the
# same when a run is cleared.
DATE = "{{ (dag_run.logical_date or dag_run.run_after) | ds }}"


def setting(option: str, default: str = "") -> str:
    """Returns the environment variable of an option. Empty counts as not set, because Compose sets empty variables."""
    variable = "USERSTREAM_" + re.sub("([A-Z])", r"_\1", option).upper()
    value = os.environ.get(variable) or default
    is_secret = re.search("Password$|Token$|TlsKey$|TlsTrust$|^deadLetterKey$|^erasureKey$", option)
    if is_secret and value and not value.startswith(("env:", "file:")):
        # The value may be the secret itself, so it must not appear in the error.
        raise ValueError(f"{variable} must be a reference (env:NAME or file:PATH), not the secret itself")
    return value


def options(command: str, names: list[str], **defaults: str) -> list[str]:
    values = {name: setting(name, defaults.get(name, "")).replace("{command}", command) for name in names}
    return [f"--{name}={value}" for name, value in values.items() if value]


with DAG(
    "user_automation",
    description="Publishes users of the API to Kafka and proves that they are stored",
    doc_md=__doc__,
    tags=["userstream"],
    schedule="@daily",
    start_date=datetime(2023, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "application": setting("jar", "/opt/userstream/userstream.jar"),
        # Without a limit, a job would take every slot of the cluster, or wait forever behind the store.
        "total_executor_cores": int(setting("executorCores", "2")),
        "executor_memory": setting("executorMemory") or None,
        "retries": 3,
        "retry_delay": timedelta(seconds=int(setting("retryDelaySeconds", "60"))),
        "retry_exponential_backoff": 2,  # Each retry waits twice as long as the previous one.
        "max_retry_delay": timedelta(minutes=30),
        "execution_timeout": timedelta(hours=1),
        # Runs of a backfill do not count as active runs of the DAG, and the API has a rate limit.
        "max_active_tis_per_dag": 1,
    },
) as dag:
    ingest_options = [f"--seed={DATE}", *options("ingest", INGEST)]
    check = UserstreamJob(
        task_id="check",
        job="check",
        options=["--for=ingest", *ingest_options],
        # It spends most of its time loading and compiling classes.
        conf={"spark.driver.defaultJavaOptions": "-XX:TieredStopAtLevel=1"},
    )
    ingest = UserstreamJob(
        task_id="stream_data_from_api",
        job="ingest",
        options=ingest_options,
        counts={"pages": "pages", "users": "published", "dead_letters": "dead", "seconds": "seconds"},
        outlets=[Asset("kafka://" + setting("topic", "users_created"))],
    )
    reconcile = UserstreamJob(
        task_id="reconcile",
        job="reconcile",
        options=options(
            "reconcile",
            RECONCILE,
            settleTimeout="15m",
            maxDead="10%",  # Fails the run if the flow turns most users into dead letters.
            maxUnpublished="0" if setting("rawStore") else "",
        ),
        counts={
            "published": "published",
            "stored": "stored",
            "erased": "erased",
            "dead_letters": "dead",
            "in_flight": "inFlight",
            "differences": "differences",
            "seconds": "seconds",
            **({"raw": "raw", "unpublished": "unpublished"} if setting("rawStore") else {}),
        },
    )
    check >> ingest >> reconcile
