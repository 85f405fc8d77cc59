package io.userstream.tests.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Contact points that do not resolve, as in Docker when the container of a node is stopped. */
public class ContactPointsIT {
  private static final String GONE = "gone.invalid";

  private final Flow flow = Flow.on(SharedStack.get(), "contacts");

  @Test
  @Category(OnSpark.class)
  public void contactPointThatDoesNotResolveIsSkipped() {
    flow.setUp(hosts());
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 100);
    }

    JobResult stored = flow.storeAll(hosts());
    JobResult reconciled = flow.run("reconcile", hosts());

    assertThat(stored.err(), stored.exitCode(), is(0));
    assertThat(stored.out(), containsString("stored: records=100 "));
    assertThat(reconciled.err(), reconciled.exitCode(), is(0));
  }

  @Test
  public void warningNamesTheSkippedContactPoint() {
    flow.setUp();

    try (JobProcess job = flow.start("store", "--until=drained", hosts())) {
      assertThat(job.err(), job.awaitEnd(Duration.ofMinutes(2)), is(0));

      assertThat(job.err(), allOf(containsString("WARN"), containsString(GONE)));
    }
  }

  @Test
  public void jobFailsIfNoContactPointResolves() {
    JobResult result =
        flow.run("setup", "--cassandraHosts=gone.invalid,left.invalid", "--connectTimeout=1s");

    assertThat(result.exitCode(), is(1));
    assertThat(result.err(), containsString("none of the contact points resolves"));
  }

  private String hosts() {
    return "--cassandraHosts=" + GONE + "," + flow.stack().cassandraHost();
  }
}
