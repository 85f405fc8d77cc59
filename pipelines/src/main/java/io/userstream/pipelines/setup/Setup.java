package io.userstream.pipelines.setup;

import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.io.kafka.TopicDifference;
import io.userstream.io.kafka.TopicSpec;
import io.userstream.io.kafka.Topics;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.RawUsersSchema;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.registry.RegistryClient;
import io.userstream.io.registry.UsersRegistry;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerUnavailableException;
import io.userstream.runloop.servers.SetupException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Creates the topics, the keyspace and the table, registers the schema, and adds missing columns to
 * an existing table. A second run changes nothing. Anything else that exists with other settings is
 * left unchanged and reported, all of it at once. A dry run changes nothing.
 */
public final class Setup {
  private final SetupConfig config;
  private final PrintStream out;
  private final List<String> conflicts = new ArrayList<>();

  private Setup(SetupConfig config, PrintStream out) {
    this.config = config;
    this.out = out;
  }

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(SetupOptions options, OptionReader reader) {
    SetupConfig config = SetupConfig.read(options, reader);
    return (out, progress) -> {
      new Setup(config, out).run();
      return ExitCode.DONE;
    };
  }

  /**
   * Sets up each part and prints a line for it.
   *
   * @throws SetupException if something exists with other settings, or a server is down or refuses;
   *     everything else is set up
   */
  private void run() throws InterruptedException {
    each(this::topics);
    each(this::schema);
    each(this::keyspaceAndTable);
    each(this::rawStore);
    if (!conflicts.isEmpty()) {
      throw new SetupException(String.join("\n", conflicts));
    }
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  /**
   * Runs a step. If a server refuses it, the remaining steps run too. A server that is down ends
   * the setup, unless there is a refusal to report.
   */
  private void each(Step step) throws InterruptedException {
    try {
      step.run();
    } catch (ServerUnavailableException e) {
      if (conflicts.isEmpty()) {
        throw e;
      }
      conflicts.add(e.getMessage());
    } catch (ServerException e) {
      conflicts.add(e.getMessage());
    }
  }

  private void topics() throws InterruptedException {
    try (Admin admin = config.topic().kafka().await(config.connectTimeout())) {
      Topics topics = new Topics(admin);
      each(() -> topic(topics, TopicSpec.users(config.topic().name())));
      each(() -> topic(topics, TopicSpec.deadLetters(config.topic().deadLetters())));
      if (config.erasures()) {
        each(() -> topic(topics, TopicSpec.erasures(config.topic().erasures())));
      }
    }
  }

  private void topic(Topics topics, TopicSpec spec) throws InterruptedException {
    int factor = config.replicationFactor();
    TopicSpec wanted = spec.replicated(factor, config.minInsyncReplicas());
    boolean missing =
        config.mode().changesServers()
            ? topics.create(wanted, config.partitions(), (short) factor)
            : !topics.exists(spec.name());
    if (missing) {
      out.printf(
          Locale.ROOT,
          "topic %s: %s, partitions=%d%n",
          spec.name(),
          config.mode().past("created"),
          config.partitions());
      return;
    }
    int partitions = topics.partitions(spec.name());
    out.printf(
        Locale.ROOT,
        "topic %s: already exists, partitions=%d%s%n",
        spec.name(),
        partitions,
        partitions == config.partitions()
            ? ""
            : " (not " + config.partitions() + ": left unchanged)");
    // Requiring more in-sync replicas than the topic has would block all writes.
    TopicSpec actual =
        spec.replicated(topics.replicationFactor(spec.name()), config.minInsyncReplicas());
    List<TopicDifference> differences = topics.differences(actual);
    if (differences.isEmpty()) {
      return;
    }
    String difference =
        String.format(
            Locale.ROOT,
            "%s. It was left unchanged. To change it: %s",
            differences.stream().map(TopicDifference::toString).collect(Collectors.joining("; ")),
            actual.alterCommand(config.topic().kafka().bootstrapServers(), differences));
    if (differences.stream().allMatch(TopicDifference::isHarmless)) {
      // Topics of earlier releases: jobs that depend on setup keep working with them.
      out.printf(Locale.ROOT, "topic %s: warning: %s%n", spec.name(), difference);
    } else {
      conflicts.add(
          String.format(
              Locale.ROOT, "Topic %s has a different configuration: %s", spec.name(), difference));
    }
  }

  private void schema() throws InterruptedException {
    if (config.registry().isPresent()) {
      UsersRegistry registry = config.registry().get();
      SchemaSetup schema =
          new SchemaSetup(config.topic().name(), registry.connection(), config.mode());
      List<String> found =
          new RegistryClient(registry.connection())
              .await(
                  config.connectTimeout(),
                  asked -> {
                    List<String> each = new ArrayList<>();
                    schema.run(asked, out, each);
                    return each;
                  });
      conflicts.addAll(found);
    }
  }

  private void rawStore() throws InterruptedException {
    if (config.rawStore().isPresent()) {
      RawUsersTable table = new RawUsersTable(config.rawStore().get());
      table.await(config.connectTimeout());
      RawUsersSchema schema = new RawUsersSchema(config.rawStore().get());
      int steps = config.mode().changesServers() ? schema.migrate() : schema.pending();
      out.printf(
          Locale.ROOT,
          "raw store, %s: %s%n",
          table,
          steps == 0
              ? "already exists"
              : "table raw_users " + config.mode().past("brought up to date"));
    }
  }

  private void keyspaceAndTable() throws InterruptedException {
    try (UsersKeyspace users = config.table().open(config.connectTimeout())) {
      TableSetup setup = new TableSetup(users, config.mode(), out);
      setup.keyspace(config.table().keyspace(), config.cassandraReplication());
      setup.table(config.table().toString(), conflicts);
    }
  }
}
