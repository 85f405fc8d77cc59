package io.userstream.pipelines.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.userstream.io.options.OptionNames;
import io.userstream.pipelines.check.CheckConfig;
import io.userstream.pipelines.check.CheckOptions;
import io.userstream.pipelines.control.Pause;
import io.userstream.pipelines.control.PauseOptions;
import io.userstream.pipelines.control.Resume;
import io.userstream.pipelines.control.ResumeOptions;
import io.userstream.pipelines.ingest.Ingest;
import io.userstream.pipelines.ingest.IngestMetrics;
import io.userstream.pipelines.ingest.IngestOptions;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.publish.Publish;
import io.userstream.pipelines.publish.PublishOptions;
import io.userstream.pipelines.reconcile.Reconcile;
import io.userstream.pipelines.reconcile.ReconcileOptions;
import io.userstream.pipelines.setup.Setup;
import io.userstream.pipelines.setup.SetupOptions;
import io.userstream.pipelines.status.MetricsReference;
import io.userstream.pipelines.store.Replay;
import io.userstream.pipelines.store.ReplayOptions;
import io.userstream.pipelines.store.Store;
import io.userstream.pipelines.store.StoreMetrics;
import io.userstream.pipelines.store.StoreOptions;
import io.userstream.pipelines.tail.Tail;
import io.userstream.pipelines.tail.TailOptions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;

/** Lists all commands in the order of the help text. To add a command, add an entry here. */
final class Commands {
  static final String OPTIONS = "options";
  static final String COMPLETION = "completion";

  /** The command whose options are followed by those of another one. */
  static final Command<CheckOptions> CHECK =
      new Command<>(
          "check",
          "check everything that a command needs before it runs, and change nothing",
          CheckOptions.class,
          (options, reader) -> {
            CheckConfig unused = CheckConfig.read(options, reader);
            return (out, progress) -> ExitCode.USAGE; // CheckCommandLine reads both commands.
          });

  static final ImmutableList<Command<?>> ALL =
      ImmutableList.of(
          new Command<>(
              "setup",
              "create the topics, the keyspace and the table, and register the schema",
              SetupOptions.class,
              Setup::read),
          new Command<>(
              "ingest",
              "publish users from the API to the users topic",
              IngestOptions.class,
              Ingest::read),
          new Command<>(
              "publish",
              "publish users from the raw store to the users topic",
              PublishOptions.class,
              Publish::read),
          new Command<>(
              "store",
              "store the users topic in Cassandra, each user exactly once",
              StoreOptions.class,
              Store::read),
          new Command<>(
              "replay",
              "store records of the users topic once more, in the same table or another one",
              ReplayOptions.class,
              Replay::read),
          new Command<>(
              "pause",
              "stop all drivers of a store from starting runs, until resume",
              PauseOptions.class,
              Pause::read),
          new Command<>(
              "resume",
              "let all drivers of a store continue, or change their maximum rate",
              ResumeOptions.class,
              Resume::read),
          new Command<>(
              "reconcile",
              "verify that the topic, the table and the dead letters agree",
              ReconcileOptions.class,
              Reconcile::read),
          new Command<>(
              "tail", "print users or dead letters as JSON lines", TailOptions.class, Tail::read),
          CHECK,
          new Command<>(
              "metrics",
              "print all metrics as Markdown",
              PipelineOptions.class,
              (options, reader) -> print(Commands::metrics)),
          new Command<>(
              OPTIONS,
              "print all options as Markdown, or the values of one command's options",
              ReferenceOptions.class,
              (options, reader) -> print(OptionsReference::markdown)),
          new Command<>(
              COMPLETION,
              "print a completion script for bash or zsh",
              PipelineOptions.class,
              (options, reader) -> (out, progress) -> ExitCode.USAGE));

  private static Job print(Supplier<String> text) {
    return (out, progress) -> {
      out.print(text.get());
      return ExitCode.DONE;
    };
  }

  private Commands() {}

  /** Returns the text of docs/metrics.md. */
  static String metrics() {
    return MetricsReference.markdown(
        ImmutableMap.of("ingest", IngestMetrics.ALL, "store", StoreMetrics.ALL));
  }

  /**
   * Returns the names of options that the command may be given.
   *
   * @param known the options of the command, including Beam's
   */
  static OptionNames optionNames(Command<?> command, Set<String> known) {
    return new OptionNames(
        command.name(),
        command.options().keySet(),
        known,
        ALL.stream()
            .flatMap(any -> any.options().keySet().stream())
            .collect(ImmutableSet.toImmutableSet()));
  }

  static Optional<Command<?>> byName(String name) {
    return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  static ImmutableList<String> names() {
    return ALL.stream().map(Command::name).collect(ImmutableList.toImmutableList());
  }
}
