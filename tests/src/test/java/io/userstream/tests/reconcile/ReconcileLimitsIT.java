package io.userstream.tests.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.OpenTransaction;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.SharedStack;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks that {@code userstream reconcile} fails on limits although all data agrees. */
public final class ReconcileLimitsIT {
  @Test
  public void moreDeadLettersThanAllowedFail() {
    Flow flow = Flow.on(SharedStack.get(), "limits_dead").setUp("--partitions=2");
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 5);
      for (int i = 100; i < 115; i++) {
        publisher.poison(i);
      }
    }
    flow.prepare("store", "--until=drained");
    String counts =
        String.format(
            Locale.ROOT, "reconciled: published=20 stored=5 erased=0 dead=15 in-flight=0%n");

    JobResult unlimited = flow.run("reconcile");
    assertThat(unlimited.err() + unlimited.out(), unlimited.exitCode(), is(0));

    JobResult count = flow.run("reconcile", "--maxDead=14");
    assertThat(count.out(), is("15 dead letters: more than --maxDead=14\n" + counts));
    assertThat(count.exitCode(), is(3));

    JobResult share = flow.run("reconcile", "--maxDead=10%");
    assertThat(
        share.out(), is("15 dead letters of 20 published: more than --maxDead=10%\n" + counts));
    assertThat(share.exitCode(), is(3));

    assertThat(flow.run("reconcile", "--maxDead=75%").exitCode(), is(0));
  }

  @Test
  @Category(OnSpark.class)
  @SuppressWarnings("try") // Keeps the transaction open while the jobs run.
  public void usersBehindAnOpenTransactionAreInFlight() throws Exception {
    Flow flow = Flow.on(SharedStack.get(), "limits_transaction").setUp("--partitions=2");
    JobResult open;
    JobResult waited;
    try (OpenTransaction transaction = OpenTransaction.in(flow)) {
      try (Publisher publisher = new Publisher(flow)) {
        publisher.users(0, 200);
      }
      commitNothing(flow);
      open = flow.run("reconcile");
      waited = flow.run("reconcile", "--settleTimeout=2s");
    }

    // The count includes one record of the open transaction in each partition.
    assertThat(
        open.out(),
        is(
            String.format(
                Locale.ROOT,
                "202 records are behind an open transaction%n"
                    + "reconciled: published=202 stored=0 erased=0 dead=0 in-flight=202%n")));
    assertThat(open.exitCode(), is(0));
    assertThat(waited.err(), containsString("202 records are behind an open transaction"));
    assertThat(waited.exitCode(), is(1));

    flow.prepare("store", "--until=drained");
    JobResult after = flow.run("reconcile");
    assertThat(
        after.out(),
        is(
            String.format(
                Locale.ROOT,
                "reconciled: published=200 stored=200 erased=0 dead=0 in-flight=0%n")));
    assertThat(after.out(), not(containsString("transaction")));
    assertThat(after.exitCode(), is(0));
  }

  /** Commits offset 0 for the group, like a store that is behind. */
  private static void commitNothing(Flow flow) throws Exception {
    try (Admin admin = Admin.create(flow.stack().kafkaClient())) {
      OffsetAndMetadata none = new OffsetAndMetadata(0);
      admin
          .alterConsumerGroupOffsets(
              flow.group(),
              Map.of(
                  new TopicPartition(flow.topic(), 0),
                  none,
                  new TopicPartition(flow.topic(), 1),
                  none))
          .all()
          .get();
    }
  }
}
