package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.userstream.io.cassandra.UserDigestCoder;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.io.options.OptionReader;
import io.userstream.model.SchemaLookup;
import io.userstream.runloop.ranges.SourceRecordCoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineVisitor;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PValue;
import org.junit.Test;

public final class ReconcilePipelineTest {
  private static final FixedOffsets OFFSETS =
      FixedOffsets.builder()
          .setTopic("users")
          .setTopicId("id")
          .setDeadLetterTopic("users.dlq")
          .setUsers(Map.of(0, new PartitionLog(0, 50, 50, 0)))
          .setCommitted(Map.of(0, 50L))
          .build();

  /** DirectRunner keeps all elements in memory until they are grouped. */
  @Test
  public void recordsAndRowsAreNotElements() throws Exception {
    ReconcileOptions options = PipelineOptionsFactory.as(ReconcileOptions.class);
    ReconcileConfig config = ReconcileConfig.read(options, new OptionReader());
    Pipeline pipeline = Pipeline.create(options);
    var unused =
        new ReconcilePipeline(config, OFFSETS, () -> SchemaLookup.NONE, BlockStore.INLINE)
            .build(pipeline, Optional.empty(), Optional.empty());

    List<String> coders = codersOf(pipeline);

    assertThat(coders, hasItem(EvidenceBlockCoder.BY_BUCKET.toString()));
    for (Coder<?> each :
        List.of(SourceRecordCoder.of(), UserDigestCoder.of(), EvidenceCoder.of())) {
      assertThat(coders, not(hasItem(containsString(each.toString()))));
    }
  }

  private static List<String> codersOf(Pipeline pipeline) {
    List<String> coders = new ArrayList<>();
    pipeline.traverseTopologically(
        new PipelineVisitor.Defaults() {
          @Override
          public void visitValue(PValue value, Node producer) {
            coders.add(((PCollection<?>) value).getCoder().toString());
          }
        });
    return coders;
  }
}
