package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.store.StoreOptions;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public final class ReconcileOptionsTest {
  @Test
  public void defaultsAreAsDocumented() {
    ReconcileOptions options = PipelineOptionsFactory.as(ReconcileOptions.class);

    assertThat(options.getMaxDifferences(), is(20));
    assertThat(options.getSettleTimeout(), is(nullValue()));
    assertThat(options.getMaxDead(), is(nullValue()));
    assertThat(options.getMaxUnpublished(), is(nullValue()));
    assertThat(options.getGroup(), is("userstream-store"));
    assertThat(problemsOf(options), is(empty()));
  }

  @Test
  public void storeAndReconcileShareTheDefaultGroup() {
    assertThat(
        PipelineOptionsFactory.as(ReconcileOptions.class).getGroup(),
        is(PipelineOptionsFactory.as(StoreOptions.class).getGroup()));
  }

  @Test
  public void allProblemsAreReportedAtOnce() {
    ReconcileOptions options =
        PipelineOptionsFactory.fromArgs(
                "--maxDifferences=-1",
                "--cassandraPort=0",
                "--settleTimeout=soon",
                "--maxDead=some",
                "--maxUnpublished=0")
            .as(ReconcileOptions.class);

    assertThat(
        problemsOf(options),
        contains(
            "--cassandraPort=0: must be from 1 to 65535",
            "--maxDifferences=-1: must be from 0 to 1000",
            "--settleTimeout=soon: must be a duration such as 500ms, 90s, 5m or 1h",
            "--maxDead=some: must be a number or a percentage, such as 100 or 10%",
            "--maxUnpublished: needs --rawStore"));
  }

  private static List<String> problemsOf(ReconcileOptions options) {
    OptionReader reader = new OptionReader();
    var unused = ReconcileConfig.read(options, reader);
    return reader.problems();
  }
}
