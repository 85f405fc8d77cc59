package io.userstream.pipelines.deadletters;

import io.userstream.io.cassandra.CassandraOptions;
import io.userstream.io.cassandra.UsersTable;
import io.userstream.io.kafka.GroupOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.kafka.UsersTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The command that processes selected dead letters again. Immutable.
 *
 * @param options those that name other topics, groups or tables than the defaults, as {@code
 *     --name=value}
 */
public record RedriveCommand(List<String> options) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  public RedriveCommand {
    options = List.copyOf(options);
  }

  /** Returns the command for a store with this topic, group and table. */
  public static RedriveCommand of(UsersTopic topic, String group, UsersTable table) {
    PipelineOptions defaults = PipelineOptionsFactory.create();
    CassandraOptions cassandra = defaults.as(CassandraOptions.class);
    List<String> options = new ArrayList<>();
    add("topic", topic.name(), defaults.as(KafkaOptions.class).getTopic(), options);
    add(
        "deadLetterTopic",
        topic.deadLetters(),
        UsersTopic.defaultDeadLetters(topic.name()),
        options);
    add("group", group, defaults.as(GroupOptions.class).getGroup(), options);
    add("cassandraKeyspace", table.keyspace(), cassandra.getCassandraKeyspace(), options);
    add("cassandraTable", table.name(), cassandra.getCassandraTable(), options);
    return new RedriveCommand(options);
  }

  private static void add(String name, String value, String normal, List<String> options) {
    if (!value.equals(normal)) {
      options.add("--" + name + "=" + value);
    }
  }

  /**
   * Returns the command line for a shell. It changes nothing before {@code --dryRun} is removed.
   */
  String of(Selection selection) {
    List<String> words = new ArrayList<>(List.of("userstream", "redrive", "--dryRun"));
    selection.parameters().forEach((name, value) -> words.add("--" + name + "=" + value));
    words.addAll(options);
    return words.stream().map(RedriveCommand::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
