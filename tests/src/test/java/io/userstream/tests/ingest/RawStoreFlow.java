package io.userstream.tests.ingest;

import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.After;
import org.junit.Before;

/** A flow with a recorded API, a raw store, and the users of the seed {@code s}. */
abstract class RawStoreFlow {
  static final Duration LIMIT = Duration.ofMinutes(2);

  RecordedApi api;
  Flow flow;

  @Before
  public final void start() throws IOException {
    api = RecordedApi.start();
    flow = Flow.on(SharedStack.get(), "raw").withRawStore().setUp();
  }

  @After
  public final void stop() {
    api.close();
  }

  final void prepared(String... more) {
    flow.prepare("ingest", options(more));
  }

  final JobResult ingest(String... more) {
    return flow.run("ingest", options(more));
  }

  final String[] options(String... more) {
    String[] options = new String[more.length + 2];
    options[0] = "--source=" + api.url();
    options[1] = "--seed=s";
    System.arraycopy(more, 0, options, 2, more.length);
    return options;
  }

  final Set<String> keptIds() {
    return new HashSet<>(flow.rawStore().texts("SELECT uuid FROM raw_users"));
  }

  static long count(String name, JobResult result) {
    return Long.parseLong(result.out().replaceFirst("(?s).* " + name + "=(\\d+).*", "$1"));
  }
}
