package io.userstream.pipelines.setup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItems;

import io.userstream.io.options.OptionReader;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class SetupOptionsTest {
  @Test
  public void excessInsyncReplicasAreReportedWithOtherProblems() {
    SetupOptions options = PipelineOptionsFactory.create().as(SetupOptions.class);
    options.setPartitions(0);
    options.setReplicationFactor(3);
    options.setMinInsyncReplicas(4);

    OptionReader reader = new OptionReader();
    var unused = SetupConfig.read(options, reader);
    assertThat(
        reader.problems(),
        hasItems(
            "--partitions=0: must be from 1 to 10000",
            "--minInsyncReplicas=4: must be from 1 to --replicationFactor=3"));
  }
}
