package io.userstream.tests.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import org.junit.Test;

/** Checks a reconciliation that compares again and again, and then only what is new. */
public class ContinuousIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Flow flow = Flow.on(SharedStack.get(), "continuous").setUp();
  private final JobStatus status = new JobStatus();

  @Test
  public void onlyWhatIsNewIsComparedAndDifferencesAreCounted() {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 500).poison(500);
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    try (JobProcess reconcile = compareEverySecond()) {
      Await.until(
          "everything is compared",
          LIMIT,
          () -> reconcile.out().contains("published=501 stored=500 erased=0 dead=1 in-flight=0"));
      assertThat(status.metric("userstream_reconcile_compared_total"), is(501.0));
      assertThat(status.metric("userstream_reconcile_differences_total"), is(0.0));

      // A later state, an erasure, a new user, and a broken record of a user who has a row.
      try (Publisher publisher = new Publisher(flow)) {
        publisher
            .user(Publisher.user(1).toBuilder().setFirstName("Later").build())
            .erase(Publisher.id(2))
            .users(501, 502)
            .poison(503);
      }
      Await.until(
          "they are in flight",
          LIMIT,
          () -> reconcile.out().contains("published=4 stored=0 erased=0 dead=0 in-flight=4"));
      assertThat(flow.storeAll().exitCode(), is(0));
      Await.until(
          "they are compared",
          LIMIT,
          () -> reconcile.out().contains("published=4 stored=2 erased=1 dead=1 in-flight=0"));
      assertThat(status.metric("userstream_reconcile_differences_total"), is(0.0));

      try (Publisher publisher = new Publisher(flow)) {
        publisher.users(504, 506);
      }
      flow.prepare("store", "--until=drained", "--cassandraTable=" + lost());
      Await.until(
          "the difference is counted",
          LIMIT,
          () -> status.metric("userstream_reconcile_differences_total") == 2);
      assertThat(reconcile.out(), containsString(Publisher.id(504) + ": missing row of "));
      assertThat(reconcile.out(), not(containsString(Publisher.id(0))));
    }
  }

  @Test
  public void comparisonThatFailsIsRepeatedOverTheSameRecords() {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 10);
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    try (JobProcess reconcile = compareEverySecond()) {
      Await.until(
          "everything is compared",
          LIMIT,
          () -> reconcile.out().contains("published=10 stored=10"));
      flow.contents().execute("DROP TABLE " + flow.keyspace() + "." + flow.table());
      try (Publisher publisher = new Publisher(flow)) {
        publisher.users(10, 11);
      }
      Await.until(
          "a comparison fails",
          LIMIT,
          () ->
              !reconcile.isRunning()
                  || reconcile.err().contains("this look failed and is repeated"));
      assertThat(reconcile.err(), reconcile.isRunning(), is(true));
      assertThat(status.readiness(), containsString("503 waiting for the next look: "));

      flow.prepare("setup");
      assertThat(flow.storeAll().exitCode(), is(0));

      Await.until(
          "the new user is compared",
          LIMIT,
          () -> reconcile.out().contains("published=1 stored=1 erased=0 dead=0 in-flight=0"));
      assertThat(status.metric("userstream_reconcile_differences_total"), is(0.0));
    }
  }

  private JobProcess compareEverySecond() {
    return flow.start(
        JobCommand.jar().startingQuickly(), "reconcile", "--every=1s", status.option());
  }

  /** Returns another table, in which the store loses what the reconciliation expects. */
  private String lost() {
    flow.prepare("setup", "--cassandraTable=elsewhere");
    return "elsewhere";
  }

  @Test
  public void whatItCannotDoIsRefused() {
    JobResult reconcile = flow.run("reconcile", "--every=1s", "--repair", "--settleTimeout=1m");
    assertThat(reconcile.exitCode(), is(2));
    assertThat(reconcile.err(), containsString("--every=1s: cannot be combined with"));
    assertThat(
        flow.run("reconcile", "--statusAddress=8090").err(),
        containsString("--statusAddress=8090: needs --every"));
  }
}
