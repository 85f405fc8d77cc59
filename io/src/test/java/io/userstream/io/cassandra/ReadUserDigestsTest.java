package io.userstream.io.cassandra;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.io.options.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PCollection;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ReadUserDigestsTest {
  private static final String PASSWORD = "pa55word-of-cassandra";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void noElementContainsThePassword() throws Exception {
    List<String> elements = new ArrayList<>();
    pipeline()
        .traverseTopologically(
            new Pipeline.PipelineVisitor.Defaults() {
              @Override
              public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
                if (node.getTransform() instanceof Create.Values<?> create) {
                  PCollection<?> output =
                      (PCollection<?>) node.getOutputs().values().iterator().next();
                  create.getElements().forEach(each -> elements.add(encoded(output, each)));
                }
                return CompositeBehavior.ENTER_TRANSFORM;
              }
            });

    assertThat(elements.stream().filter(each -> each.contains(PASSWORD)).count(), is(0L));
    // One request per range, and two for the range that wraps around.
    assertThat(elements, hasSize(65));
  }

  private static String encoded(PCollection<?> collection, Object element) {
    try {
      return new String(encoded(collection.getCoder(), element), ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked") // The element is of the collection.
  private static <T> byte[] encoded(Coder<T> coder, Object element) throws IOException {
    return CoderUtils.encodeToByteArray(coder, (T) element);
  }

  private Pipeline pipeline() throws IOException {
    Path file = folder.newFile().toPath();
    Files.writeString(file, PASSWORD);
    CassandraConnection connection =
        CassandraConnection.builder()
            .setHosts(List.of("127.0.0.1"))
            .setUsername("ada")
            .setPassword(SecretReference.parse("file:" + file))
            .build();
    Pipeline pipeline = Pipeline.create();
    var unused = pipeline.apply(ReadUserDigests.of(new UsersTable(connection, "k", "t")));
    return pipeline;
  }
}
