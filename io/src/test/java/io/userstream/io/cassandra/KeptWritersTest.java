package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.io.options.OptionReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;

public class KeptWritersTest {
  @Test
  public void writerOfCassandraIoIsReplacedInItsPlace() {
    Pipeline pipeline = writingTo("t");
    KeptWriters.in(pipeline);

    List<TransformHierarchy.Node> writers = writers(pipeline);
    assertThat(writers, hasSize(1));
    assertThat(writers.get(0).getFullName(), startsWith("WriteUsers/CassandraIO/"));
  }

  @Test
  public void runsOfOneJobShareSessions() {
    assertThat(kind("t"), is(kind("t")));
    assertThat(kind("t").hashCode(), is(kind("t").hashCode()));
  }

  @Test
  public void otherTableHasOtherSessions() {
    assertThat(kind("t"), not(kind("u")));
  }

  private static KeptWriterFn.Kind<?> kind(String table) {
    Pipeline pipeline = writingTo(table);
    KeptWriters.in(pipeline);
    ParDo.MultiOutput<?, ?> step =
        (ParDo.MultiOutput<?, ?>) writers(pipeline).get(0).getTransform();
    return ((KeptWriterFn<?>) SerializableUtils.clone(step.getFn())).kind();
  }

  private static List<TransformHierarchy.Node> writers(Pipeline pipeline) {
    List<TransformHierarchy.Node> found = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof ParDo.MultiOutput<?, ?> step
                && step.getFn() instanceof KeptWriterFn) {
              found.add(node);
            }
          }
        });
    return found;
  }

  private static Pipeline writingTo(String table) {
    Pipeline pipeline = Pipeline.create();
    UsersTable users =
        UsersTable.read(
            PipelineOptionsFactory.fromArgs(
                    "--cassandraHosts=a,b",
                    "--cassandraTable=" + table,
                    "--cassandraUsername=u",
                    "--cassandraPassword=env:HOME",
                    "--cassandraLocalDc=west",
                    "--cassandraTls=true")
                .as(CassandraOptions.class),
            new OptionReader());
    pipeline.apply(Create.empty(UserBatchCoder.of())).apply("WriteUsers", WriteUsers.to(users));
    return pipeline;
  }
}
