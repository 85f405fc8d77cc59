package io.userstream.io.cassandra;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Lets {@code CassandraIO.write} keep its sessions open between bundles and runs, in the same JVM.
 * By default, it opens a new session for each bundle, and connects, logs in and prepares its
 * statements again.
 *
 * <pre>{@code
 * pipeline.apply(...).apply(WriteUsers.to(table));
 * KeptWriters.in(pipeline);
 * }</pre>
 *
 * <p>The graph stays as it is. Only the DoFn of {@code CassandraIO.write} is replaced, as a runner
 * does before it translates a graph.
 */
public final class KeptWriters {
  /** Private in CassandraIO. A test fails if another version has no such class. */
  private static final String WRITE_FN = "org.apache.beam.sdk.io.cassandra.CassandraIO$WriteFn";

  private KeptWriters() {}

  /** Replaces the writers of a pipeline. Call it when the graph is complete. */
  public static void in(Pipeline pipeline) {
    pipeline.replaceAll(
        List.of(
            PTransformOverride.of(
                node ->
                    node.getTransform() instanceof ParDo.SingleOutput<?, ?> writes
                        && writes.getFn().getClass().getName().equals(WRITE_FN),
                new Keeping<>())));
  }

  private static final class Keeping<T>
      implements PTransformOverrideFactory<
          PCollection<? extends T>, PCollection<Void>, ParDo.SingleOutput<T, Void>> {
    @Override
    public PTransformReplacement<PCollection<? extends T>, PCollection<Void>>
        getReplacementTransform(
            AppliedPTransform<
                    PCollection<? extends T>, PCollection<Void>, ParDo.SingleOutput<T, Void>>
                writes) {
      DoFn<T, Void> writer = writes.getTransform().getFn();
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(writes),
          ParDo.of(new KeptWriterFn<>(writer)));
    }

    @Override
    public Map<PCollection<?>, ReplacementOutput> mapOutputs(
        Map<TupleTag<?>, PCollection<?>> outputs, PCollection<Void> newOutput) {
      return ReplacementOutputs.singleton(outputs, newOutput);
    }
  }
}
