package io.userstream.pipelines.setup;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItems;

import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class SetupOptionsTest {
  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(
        SetupOptions.class,
        Map.of(
            "partitions",
            6,
            "replicationFactor",
            1,
            "minInsyncReplicas",
            "none",
            "cassandraReplication",
            "1"));
  }

  @Test
  public void moreInsyncReplicasThanReplicasAreReportedWithEveryOtherProblem() {
    SetupOptions options = PipelineOptionsFactory.create().as(SetupOptions.class);
    options.setPartitions(0);
    options.setReplicationFactor(3);
    options.setMinInsyncReplicas(4);

    assertThat(
        Setup.problems(options),
        hasItems(
            "--partitions=0: must be from 1 to 10000",
            "--minInsyncReplicas=4: must be from 1 to --replicationFactor, which is 3"));
  }
}
