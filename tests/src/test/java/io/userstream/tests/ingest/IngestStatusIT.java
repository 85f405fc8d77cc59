package io.userstream.tests.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.OnSpark;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks the status and metrics of a running ingest. */
public class IngestStatusIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Flow flow = Flow.on(SharedStack.get(), "ingeststatus").setUp();
  private final JobStatus status = new JobStatus();

  @Test
  @Category(OnSpark.class)
  public void usersAreCountedWhileIngestRuns() throws Exception {
    try (RecordedApi api = RecordedApi.start()) {
      api.pace(100); // Longer than this test takes.
      try (JobProcess job =
          flow.start(
              "ingest",
              status.option(),
              "--source=" + api.url(),
              "--users=100000",
              "--pageSize=100",
              "--seed=s")) {
        Await.until("ingest is ready", LIMIT, () -> status.readiness().equals("200 ok"));
        if (JobRunner.chosen() == JobRunner.DIRECT) {
          // Spark reports the counts of a task when the task ends, and here no task ends.
          Await.until("users are published", LIMIT, () -> count("users_published") >= 200);
          assertThat(count("pages"), is(greaterThanOrEqualTo(2.0)));
        }
        assertThat(status.metric("userstream_ready"), is(1.0));
        assertThat(job.isRunning(), is(true));
      }
    }
  }

  private double count(String what) {
    return status.metric("userstream_ingest_" + what + "_total");
  }
}
