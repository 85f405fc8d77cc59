package io.userstream.tests.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What {@code userstream reconcile} makes of the marks of users who have left something. */
public final class ReconcileMarksIT {
  private RecordedApi api;
  private Flow flow;

  @Before
  public void storeUsersOfARawStore() throws IOException {
    api = RecordedApi.start();
    flow = Flow.on(SharedStack.get(), "reconcile_marks").withRawStore().setUp("--partitions=2");
    flow.prepare("ingest", "--source=" + api.url(), "--seed=s", "--users=100");
    flow.prepare("store", "--until=drained");
  }

  @After
  public void stop() {
    api.close();
  }

  @Test
  public void rowsOfAReleaseThatNotedNoTopicCountForEveryTopicAfterAReplayToOne() {
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET published_to = NULL, published_at = now() - interval '3 days'");
    Flow replayed = Flow.on(SharedStack.get(), "reconcile_replayed").setUp("--partitions=2");
    Flow empty = Flow.on(SharedStack.get(), "reconcile_empty").setUp("--partitions=2");

    flow.prepare(
        "publish",
        "--seed=s",
        "--topic=" + replayed.topic(),
        "--deadLetterTopic=" + replayed.deadLetterTopic());

    JobResult first = flow.run("reconcile");
    assertThat(first.out(), first.exitCode(), is(0));
    JobResult lost =
        flow.run(
            "reconcile",
            "--topic=" + empty.topic(),
            "--deadLetterTopic=" + empty.deadLetterTopic(),
            "--group=" + empty.group(),
            "--cassandraKeyspace=" + empty.keyspace(),
            "--maxDifferences=1000");
    List<String> lines = lost.out().lines().toList();
    assertThat(lines, hasSize(101));
    assertThat(
        lines.get(0),
        endsWith(
            ": published by the raw store, but in neither the topic, the table nor the dead"
                + " letters"));
    assertThat(lost.exitCode(), is(3));
  }
}
