package io.userstream.pipelines.check;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import io.userstream.io.erasures.ErasureOptions;
import io.userstream.pipelines.control.PauseOptions;
import io.userstream.pipelines.control.ResumeOptions;
import io.userstream.pipelines.erase.EraseOptions;
import io.userstream.pipelines.ingest.IngestOptions;
import io.userstream.pipelines.publish.PublishOptions;
import io.userstream.pipelines.reconcile.ReconcileOptions;
import io.userstream.pipelines.redrive.RedriveOptions;
import io.userstream.pipelines.setup.SetupOptions;
import io.userstream.pipelines.store.ReplayOptions;
import io.userstream.pipelines.store.StoreOptions;
import io.userstream.pipelines.tail.TailOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.Test;

public class TopicNeedTest {
  /** Surefire runs in the module's directory. */
  private static final Path DOCS = Path.of("..", "docs", "operations.md");

  private static final Pattern RIGHT = Pattern.compile("`([A-Z_]+)`");

  private static final ImmutableMap<CheckedCommand, Class<? extends PipelineOptions>> OPTIONS =
      ImmutableMap.<CheckedCommand, Class<? extends PipelineOptions>>builder()
          .put(CheckedCommand.SETUP, SetupOptions.class)
          .put(CheckedCommand.INGEST, IngestOptions.class)
          .put(CheckedCommand.PUBLISH, PublishOptions.class)
          .put(CheckedCommand.STORE, StoreOptions.class)
          .put(CheckedCommand.REPLAY, ReplayOptions.class)
          .put(CheckedCommand.REDRIVE, RedriveOptions.class)
          .put(CheckedCommand.ERASE, EraseOptions.class)
          .put(CheckedCommand.PAUSE, PauseOptions.class)
          .put(CheckedCommand.RESUME, ResumeOptions.class)
          .put(CheckedCommand.RECONCILE, ReconcileOptions.class)
          .put(CheckedCommand.TAIL, TailOptions.class)
          .buildOrThrow();

  @Test
  public void rightsAreThoseOfTheDocumentation() throws IOException {
    for (CheckedCommand command : CheckedCommand.values()) {
      List<String> row = row(command);
      Map<String, Set<String>> needed =
          command == CheckedCommand.TAIL
              ? Map.of(
                  "users_created", needed(command).get("users_created"),
                  "users_created.dlq", needed(command, "--dlq").get("users_created.dlq"))
              : command == CheckedCommand.INGEST || command == CheckedCommand.REDRIVE
                  ? needed(command, "--rawStore=jdbc:postgresql://localhost/x")
                  : needed(command);

      assertThat(command.code(), needed.get("users_created"), is(rights(row.get(2))));
      assertThat(
          command.code(),
          needed.getOrDefault("users_created.dlq", Set.of()),
          is(rights(row.get(3).contains("as for the users topic") ? row.get(2) : row.get(3))));
    }
  }

  @Test
  public void rightsOnGroupsAreThoseOfTheDocumentation() throws IOException {
    for (CheckedCommand command : CheckedCommand.values()) {
      String cell = row(command).get(4);
      Set<String> documented =
          rights(cell.contains("as `pause`") ? row(CheckedCommand.PAUSE).get(4) : cell);
      documented.remove("DELETE"); // Without it, a replay warns at its end.

      assertThat(
          command.code(),
          GroupNeed.of(target(command)).stream()
              .map(need -> need.right().name())
              .collect(Collectors.toCollection(TreeSet::new)),
          is(documented));
    }
  }

  @Test
  public void aStoreThatCannotBePausedRuns() {
    List<GroupNeed> needs = GroupNeed.of(target(CheckedCommand.STORE));

    assertThat(needs.get(0).group(), is("userstream-store"));
    assertThat(needs.get(0).without(), is(""));
    assertThat(needs.get(1).group(), is("userstream-store-control"));
    assertThat(needs.get(1).without().isEmpty(), is(false));
  }

  @Test
  public void ingestWithoutARawStoreWritesNoDeadLetters() {
    assertThat(needed(CheckedCommand.INGEST).keySet(), is(Set.of("users_created")));
  }

  @Test
  public void rightsOnTheErasureListAreThoseOfTheDocumentation() throws IOException {
    String section =
        Files.readString(DOCS).split("\\| command \\| erasure list \\|", 2)[1].split("\n\n", 2)[0];
    for (CheckedCommand command : CheckedCommand.values()) {
      Set<String> documented =
          section
              .lines()
              .filter(line -> line.contains("`" + command.code() + "`"))
              .map(line -> rights(Splitter.on('|').splitToList(line).get(2)))
              .findFirst()
              .orElse(Set.of());
      boolean usesIt = ErasureOptions.class.isAssignableFrom(OPTIONS.get(command));

      assertThat(command.code(), documented.isEmpty(), is(!usesIt));
      if (usesIt) {
        assertThat(
            command.code(),
            needed(command, "--erasureKey=env:KEY").get("users_created.erasures"),
            is(documented));
        assertThat(needed(command).containsKey("users_created.erasures"), is(false));
      }
    }
  }

  /** Returns the cells of a command, from 1. */
  private static List<String> row(CheckedCommand command) throws IOException {
    String section = Files.readString(DOCS).split("## Kafka rights", 2)[1];
    String line =
        section
            .lines()
            .filter(text -> text.startsWith("| `" + command.code() + "` |"))
            .findFirst()
            .orElseThrow();
    return Splitter.on('|').splitToList(line);
  }

  /** Returns the rights in a cell. CREATE is needed on a topic that cannot be described. */
  private static Set<String> rights(String cell) {
    return RIGHT
        .matcher(cell)
        .results()
        .map((MatchResult match) -> match.group(1))
        .filter(right -> !right.equals("CREATE"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Target target(CheckedCommand command, String... args) {
    return Target.of(command, PipelineOptionsFactory.fromArgs(args).as(OPTIONS.get(command)));
  }

  /** Returns the rights on each topic, also those without which a command checks less. */
  private static Map<String, Set<String>> needed(CheckedCommand command, String... args) {
    return TopicNeed.of(target(command, args)).stream()
        .collect(
            Collectors.toMap(
                TopicNeed::topic,
                need ->
                    Stream.concat(need.rights().stream(), need.helpful().stream())
                        .map(AclOperation::name)
                        .collect(Collectors.toCollection(TreeSet::new))));
  }
}
