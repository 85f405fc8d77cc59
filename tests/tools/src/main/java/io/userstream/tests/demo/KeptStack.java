package io.userstream.tests.demo;

import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.PostgresNode;
import java.util.Locale;

/** Describes how to inspect the servers that the demo keeps, with each server's own client. */
final class KeptStack {
  private KeptStack() {}

  /**
   * Returns the text, which has several lines.
   *
   * @param page the page of the store that keeps running
   */
  static String howToReach(LocalStack stack, String source, String page) {
    if (stack.users().isPresent()) {
      return howToReachSecured(stack, source, page);
    }
    String kafka = stack.bootstrapServers();
    String cassandra = stack.cassandraHost() + " " + stack.cassandraPort();
    String table =
        String.format(
            Locale.ROOT,
            "--cassandraHosts=%s --cassandraPort=%d",
            stack.cassandraHost(),
            stack.cassandraPort());
    String raw = String.join(" ", stack.postgres().jobOptions(Jobs.DATABASE));
    return String.format(
        Locale.ROOT,
        """
The servers and a store keep running. The status page of the store and its metrics:
  %10$s
  %10$smetrics
To inspect the servers:
  ./userstream tail --bootstrapServers=%1$s --schemaRegistry=%5$s | head -n 5
  ./userstream tail --bootstrapServers=%1$s --dlq
  kafka-console-consumer.sh --bootstrap-server %1$s --topic users_created --from-beginning --max-messages 5
  kcat -b %1$s -t users_created.dlq -C -o beginning -e -f '%%k %%h\\n'
  cqlsh %2$s -e 'SELECT * FROM spark_streams.created_users LIMIT 5'
  curl '%3$s?results=1&seed=datagrid2026'
  curl '%5$s/subjects'
  PGPASSWORD='%8$s' psql -h %6$s -p %7$d -U postgres userstream -c 'SELECT * FROM raw_users LIMIT 5'
To run single jobs (the store picks up new users immediately):
  ./userstream ingest --bootstrapServers=%1$s --schemaRegistry=%5$s --source=%3$s %9$s --users=1000 --seed=mine
  ./userstream reconcile --bootstrapServers=%1$s --schemaRegistry=%5$s %4$s %9$s
To stop everything:
  ./userstream demo --stop
""",
        kafka,
        cassandra,
        source,
        table,
        stack.schemaRegistry().url(),
        stack.postgres().host(),
        stack.postgres().port(),
        PostgresNode.SUPERUSER_PASSWORD,
        raw,
        page);
  }

  private static String howToReachSecured(LocalStack stack, String source, String page) {
    Jobs jobs = new Jobs(stack);
    return String.format(
        Locale.ROOT,
        """
The servers and a store keep running. The status page of the store and its metrics:
  %1$s
  %1$smetrics
To run single jobs, each with its own user (the store picks up new users immediately):
  ./userstream tail %2$s | head -n 5
  ./userstream ingest %3$s --source=%4$s --users=1000 --seed=mine
  ./userstream reconcile %5$s
To stop everything:
  ./userstream demo --stop
""",
        page,
        joined(jobs, "tail"),
        joined(jobs, "ingest"),
        source,
        joined(jobs, "reconcile"));
  }

  private static String joined(Jobs jobs, String command) {
    return String.join(" ", jobs.options(command));
  }
}
