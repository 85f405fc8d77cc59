package io.userstream.tests.upgrade;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Upgrades from this build to a build with an additional field, and rolls back. */
public class UpgradeIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Rule public final TemporaryFolder directory = new TemporaryFolder();

  private final Flow flow =
      Flow.on(SharedStack.get(), "upgrade").withSchemaRegistry().withRawStore().setUp();

  private JobCommand newer;

  @Test
  public void fieldIsAddedWhileTheOlderBuildRunsAndOldUsersAreBackfilled() throws IOException {
    newer = NewerBuild.in(directory.getRoot().toPath()).startingQuickly();
    try (RecordedApi api = RecordedApi.start()) {
      ingestByOlder(api, "before");
      storeAndReconcileByOlder("published=20 stored=20");

      JobResult tooEarly = byNewer("store", "--until=drained");
      assertThat(tooEarly.exitCode(), is(1));
      assertThat(
          tooEarly.err(),
          containsString("column timezone_description text is missing. Run userstream setup"));
      String setup = successful(byNewer("setup"));
      assertThat(setup, containsString(": altered, added=timezone_description\n"));
      assertThat(setup, containsString("-value: registered, version=2, id="));

      // The older build still writes users, and stores users of the newer build without the field.
      ingestByOlder(api, "during");
      successful(byNewer("ingest", "--source=" + api.url(), "--users=20", "--seed=after"));
      storeAndReconcileByOlder("published=60 stored=60");
      assertThat(descriptions(), is(hasSize(0)));
      JobResult unequal = byNewer("reconcile");
      assertThat(unequal.err(), unequal.exitCode(), is(3));
      assertThat(unequal.out(), containsString("row differs from"));

      // The raw store holds the field for every user, no matter which build fetched it.
      assertThat(
          successful(byNewer("publish", "--fetchedFrom=2000-01-01T00:00:00Z")),
          containsString("published: rows=60 dead=0"));
      successful(byNewer("store", "--until=drained"));
      assertThat(
          successful(byNewer("reconcile")), containsString("reconciled: published=60 stored=60"));
      assertThat(descriptions(), hasSize(60));

      // After a rollback, the column keeps its values.
      storeAndReconcileByOlder("published=60 stored=60");
      assertThat(descriptions(), hasSize(60));
    }
  }

  private void ingestByOlder(RecordedApi api, String seed) {
    flow.prepare("ingest", "--source=" + api.url(), "--users=20", "--seed=" + seed);
  }

  private void storeAndReconcileByOlder(String expected) {
    flow.prepare("store", "--until=drained");
    assertThat(
        flow.prepare("reconcile").out(),
        containsString("reconciled: " + expected + " erased=0 dead=0 in-flight=0"));
  }

  private JobResult byNewer(String command, String... more) {
    try (JobProcess job = flow.start(newer, command, more)) {
      int code = job.awaitEnd(LIMIT);
      return JobResult.of(code, job.out(), job.err());
    }
  }

  private static String successful(JobResult result) {
    assertThat(result.err() + result.out(), result.exitCode(), is(0));
    return result.out();
  }

  /** Returns the values of the new column, without nulls. */
  private Collection<Object> descriptions() {
    return flow.contents().column("timezone_description").values().stream()
        .filter(Objects::nonNull)
        .toList();
  }
}
