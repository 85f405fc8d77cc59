"""
Users of the API into Kafka once a day, and the proof that all of them are stored.

`stream_data_from_api` ingests the users of the run's date: the date is the seed, and the same seed
brings the same users under the same ids. So a retry, a cleared run, a run for the second time by hand
double nothing. `reconcile` waits until the store, a service of its own, has taken them, compares topic,
table, dead letters and the raw store if there is one, and fails the run when they differ, when more than a
tenth is dead, or when a row of the raw store was never published.

Each option of the two jobs is set by a variable of the environment: `USERSTREAM_` and its name, as in
`USERSTREAM_BOOTSTRAP_SERVERS` for `--bootstrapServers`.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta

from airflow.sdk import DAG, Asset
from userstream_job import UserstreamJob

BOTH = """
    bootstrapServers topic deadLetterTopic kafkaConfig connectTimeout executorTimeout logFormat
    schemaRegistry schemaRegistryUsername schemaRegistryPassword schemaLookupTimeout
    rawStore rawStoreUsername rawStorePassword
""".split()
INGEST = [*BOTH, *"source apiVersion users pageSize requestTimeout retryLimit statusAddress".split()]
RECONCILE = [
    *BOTH,
    *"""
    group maxDifferences maxDead maxUnpublished settleTimeout cassandraHosts cassandraPort
    cassandraKeyspace cassandraTable cassandraUsername cassandraPassword cassandraLocalDc
    cassandraConsistency
    """.split(),
]

# The run's date: ten characters. `ingest` refuses a seed of 18, which the API reads in another way.
# A run that was triggered by hand may have no logical date; a cleared one keeps the moment at which
# it was to run.
DATE = "{{ (dag_run.logical_date or dag_run.run_after) | ds }}"


def setting(option: str, default: str = "") -> str:
    """What the environment says; an empty variable is one that is not set, as Compose makes them."""
    variable = "USERSTREAM_" + re.sub("([A-Z])", r"_\1", option).upper()
    value = os.environ.get(variable) or default
    if option.endswith("Password") and value and not value.startswith(("env:", "file:")):
        # The value may be the secret itself: it stands neither here nor on the job's command line.
        raise ValueError(f"{variable} takes no secret but where it is: env:NAME or file:PATH")
    return value


def options(names: list[str], **defaults: str) -> list[str]:
    values = {name: setting(name, defaults.get(name, "")) for name in names}
    return [f"--{name}={value}" for name, value in values.items() if value]


with DAG(
    "user_automation",
    description="Users of the API into Kafka, and the proof that they are stored",
    doc_md=__doc__,
    tags=["userstream"],
    schedule="@daily",
    start_date=datetime(2023, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "application": setting("jar", "/opt/userstream/userstream.jar"),
        # Without a limit it would take every slot of the cluster, or wait for ever behind the store.
        "total_executor_cores": int(setting("executorCores", "2")),
        "executor_memory": setting("executorMemory") or None,
        "retries": 3,
        "retry_delay": timedelta(seconds=int(setting("retryDelaySeconds", "60"))),
        "retry_exponential_backoff": 2,  # Each try waits twice as long as the one before.
        "max_retry_delay": timedelta(minutes=30),
        "execution_timeout": timedelta(hours=1),
        # Runs of a back-fill do not count as active ones of the DAG; the API allows so many users only.
        "max_active_tis_per_dag": 1,
    },
) as dag:
    ingest = UserstreamJob(
        task_id="stream_data_from_api",
        job="ingest",
        options=[f"--seed={DATE}", *options(INGEST)],
        counts={"pages": "pages", "users": "published", "dead_letters": "dead", "seconds": "seconds"},
        outlets=[Asset("kafka://" + setting("topic", "users_created"))],
    )
    reconcile = UserstreamJob(
        task_id="reconcile",
        job="reconcile",
        options=options(
            RECONCILE,
            settleTimeout="15m",
            maxDead="10%",  # A flow that stores nothing and calls everything dead is not well.
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
    ingest >> reconcile
