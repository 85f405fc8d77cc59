package io.userstream.tests.demo;

import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.progress.Terminal;
import io.userstream.tests.flow.Accounts;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.LocalStackBuilder;
import io.userstream.tests.stack.ServerFailedException;
import io.userstream.tests.stack.StoreServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code demo}: starts real servers, moves users from the API through Kafka to
 * Cassandra, proves that each is stored once, and stops the servers. Prints its progress to stderr.
 * Prints rows and, as the last line, the result of {@code reconcile} to stdout.
 */
public final class Demo {
  private static final String TOPIC = "users_created";
  private static final String KEYSPACE = "spark_streams";
  private static final Duration STORE_LIMIT = Duration.ofHours(1);
  private static final String GROUP = "userstream-store";

  private final DemoOptions options;
  private final PrintStream out;
  private final PrintStream err;
  private final Steps steps;

  private Demo(DemoOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.steps = new Steps(err, Terminal.ofStderr().isPresent());
  }

  /**
   * Runs the demo, and ends the JVM with its exit code, which is that of {@code reconcile} if all
   * steps succeed.
   */
  public static void main(String[] arguments) {
    // Names use many scripts, whatever the locale is.
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    DemoOptions options = DemoOptions.PROGRAM.read(arguments, DemoOptions::read);
    int code = options.stop() ? stop(out) : new Demo(options, out, err).run();
    out.flush();
    System.exit(code);
  }

  private static int stop(PrintStream out) {
    List<Path> stopped = LocalStack.stopKept();
    stopped.forEach(directory -> out.println("stopped: " + directory.getFileName()));
    if (stopped.isEmpty()) {
      out.println("nothing to stop");
    }
    return ExitCode.DONE;
  }

  private int run() {
    Thread sayInterrupted = new Thread(steps::interrupt, "demo-interrupt");
    Runtime.getRuntime().addShutdownHook(sayInterrupted);
    try {
      return flow();
    } catch (JobFailedException | ServerFailedException e) {
      say(e.getMessage());
      return ExitCode.FAILED;
    } catch (Exception | LinkageError e) {
      say(e.toString());
      return ExitCode.FAILED;
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(sayInterrupted);
      } catch (IllegalStateException e) {
        // The JVM is ending, and the interrupt was already reported.
      }
    }
  }

  private int flow() throws Exception {
    long startNanos = System.nanoTime();
    LocalStack stack = startServers();
    try (stack;
        PrintStream log = new PrintStream(stack.directory().resolve("demo.log").toFile())) {
      System.setErr(log); // Hides what clients log while they close.
      Jobs jobs = new Jobs(stack);
      createAccounts(stack);
      List<String> reconciled;
      Optional<StoreServer> store = Optional.empty();
      int code;
      String doors = "";
      try (FlowProgress progress = new FlowProgress(stack, TOPIC, GROUP)) {
        setup(jobs);
        if (options.secure()) {
          Accounts.of(stack).allowKeyspace(KEYSPACE);
        }
        ingest(jobs, progress, source(stack));
        publishBrokenRecords(stack);
        if (options.keep()) {
          store = Optional.of(storeThatStays(stack, jobs, progress));
        } else {
          store(jobs, progress);
        }
        Jobs.Ended ended = reconcile(jobs);
        reconciled = ended.out();
        code = ended.exitCode();
        if (options.secure()) {
          DoorCheck check = new DoorCheck(stack, jobs, source(stack), err);
          doors = steps.run("doors", check::progress, check::run, (said, seconds) -> said);
          code = Math.max(code, check.exitCode());
        }
      }
      steps.total("in total", (System.nanoTime() - startNanos) / 1e9);
      out.println();
      SampleRows.read(stack).forEach(out::println);
      out.println();
      if (options.keep()) {
        stack.keep();
        out.println(KeptStack.howToReach(stack, source(stack), store.orElseThrow().page()));
      }
      reconciled.forEach(out::println);
      if (options.secure()) {
        out.println(doors);
      }
      return code;
    }
  }

  private LocalStack startServers() throws Exception {
    boolean recording = options.source().isEmpty();
    String names = "Kafka, schema registry, PostgreSQL, Cassandra" + (recording ? ", API" : "");
    return steps.run(
        "servers",
        () -> "starting " + names,
        () -> {
          LocalStackBuilder builder =
              LocalStack.builder()
                  .name("demo")
                  .cassandraPeriodicCommitLog()
                  .schemaRegistry()
                  .postgres()
                  .recordedApi(recording);
          return (options.secure() ? builder.secured() : builder).start();
        },
        (stack, seconds) -> names + " are up");
  }

  private void createAccounts(LocalStack stack) throws Exception {
    if (options.secure()) {
      steps.run(
          "accounts",
          () -> "creating users and rights",
          () ->
              Accounts.of(stack)
                  .create()
                  .allowTopics(TOPIC, TOPIC + ".dlq", GROUP)
                  .createDatabase(Jobs.DATABASE),
          (nothing, seconds) -> "users and rights are created");
    } else {
      stack.postgres().createDatabase(Jobs.DATABASE);
    }
  }

  private void setup(Jobs jobs) throws Exception {
    steps.run(
        "setup",
        () -> "creating topics, schema and tables",
        () -> jobs.run("setup", List.of()),
        (ended, seconds) -> "topics, schema and tables are set up");
  }

  private void ingest(Jobs jobs, FlowProgress progress, String source) throws Exception {
    steps.run(
        "ingest",
        new Rate("users published", options.users(), progress::published),
        () ->
            jobs.run(
                "ingest",
                List.of(
                    "--source=" + source,
                    "--seed=" + options.seed(),
                    "--users=" + options.users())),
        (ended, seconds) -> Rate.text(options.users(), "users published", seconds));
  }

  private void publishBrokenRecords(LocalStack stack) throws Exception {
    if (options.poison() > 0) {
      steps.run(
          "poison",
          () -> "publishing broken records",
          () -> {
            BrokenRecords.publish(stack, TOPIC, options.poison());
            return null;
          },
          (nothing, seconds) -> options.poison() + " broken records published");
    }
  }

  private void store(Jobs jobs, FlowProgress progress) throws Exception {
    long records = options.users() + options.poison();
    steps.run(
        "store",
        new Rate("records stored", records, progress::committed),
        () -> jobs.run("store", List.of("--until=drained", "--stopGrace=0s")),
        (ended, seconds) -> Rate.text(records, "records stored", seconds));
  }

  /** Starts a process that continues after the demo, and serves a page. */
  private StoreServer storeThatStays(LocalStack stack, Jobs jobs, FlowProgress progress)
      throws Exception {
    long records = options.users() + options.poison();
    return steps.run(
        "store",
        new Rate("records stored", records, progress::committed),
        () -> {
          StoreServer store = stack.startStore(jobs.options("store"));
          Await.until(
              "everything is stored",
              STORE_LIMIT,
              () -> !store.isRunning() || progress.committed() == progress.published());
          if (!store.isRunning()) {
            throw new JobFailedException("store", ExitCode.FAILED, store.log());
          }
          return store;
        },
        (store, seconds) -> Rate.text(records, "records stored", seconds));
  }

  private Jobs.Ended reconcile(Jobs jobs) throws Exception {
    return steps.run(
        "reconcile",
        () -> "comparing topic, table and dead letters",
        () -> jobs.run("reconcile", List.of()),
        (ended, seconds) -> ended.exitCode() == 0 ? "no difference" : "DIFFERENCES");
  }

  private String source(LocalStack stack) {
    return options.source().orElseGet(() -> stack.recordedApi().url());
  }

  /** Steps fail when the end of the JVM kills the servers: this is not an error to report. */
  private void say(String problem) {
    Thread never = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(never);
      Runtime.getRuntime().removeShutdownHook(never);
    } catch (IllegalStateException e) {
      return;
    }
    err.println("userstream demo: " + problem);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
