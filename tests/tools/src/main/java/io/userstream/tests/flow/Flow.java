package io.userstream.tests.flow;

import io.userstream.pipelines.cli.Userstream;
import io.userstream.tests.stack.CassandraNode;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import io.userstream.tests.stack.StackUsers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;

/**
 * The topic, dead-letter topic, keyspace and consumer group of one test on a shared stack, and the
 * jobs over them. Jobs run on the selected {@link JobRunner} of this JVM.
 */
public final class Flow {
  /**
   * Half the cores of a worker: without a limit, the first job takes all and a second one gets
   * none.
   */
  private static final String SLOTS_A_JOB = "4";

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** The commands that run pipelines. Only they need a runner. */
  private static final Set<String> PIPELINES =
      Set.of("ingest", "publish", "store", "replay", "redrive", "erase", "reconcile");

  private static final Set<String> KAFKA_ALONE =
      Set.of("ingest", "publish", "pause", "resume", "tail");

  private static final Set<String> WITHOUT_REGISTRY = Set.of("pause", "resume");

  private static final Set<String> WITHOUT_RAW_STORE =
      Set.of("store", "replay", "pause", "resume", "tail");

  /**
   * A job on Spark includes the start of its driver and executors, which takes twice as long on a
   * busy machine.
   */
  private static final Duration SPARK_LIMIT = Duration.ofMinutes(5);

  /** Of secured stacks, which know no user but the administrator when they start. */
  private static final Map<LocalStack, Accounts> ACCOUNTS = new ConcurrentHashMap<>();

  private final LocalStack stack;
  private final String name;
  private boolean registry;
  private boolean rawStore;

  private Flow(LocalStack stack, String name) {
    this.stack = stack;
    this.name = name;
    if (stack.users().isPresent()) {
      Accounts unused =
          ACCOUNTS
              .computeIfAbsent(stack, secured -> Accounts.of(secured).create())
              .allowTopics(topic(), deadLetterTopic(), group());
    }
  }

  /** Creates a flow with unique names. Creates nothing on the servers yet. */
  public static Flow on(LocalStack stack, String name) {
    return new Flow(stack, name + "_" + COUNT.incrementAndGet());
  }

  /** Passes the stack's schema registry to every job of this flow, so users are written as Avro. */
  public Flow withSchemaRegistry() {
    registry = true;
    return this;
  }

  /** Gives the jobs of this flow a database of their own in the stack's PostgreSQL. */
  public Flow withRawStore() {
    if (stack.users().isPresent()) {
      Accounts.of(stack).createDatabase(name);
    } else {
      stack.postgres().createDatabase(name);
    }
    rawStore = true;
    return this;
  }

  /** Returns access to the raw store. */
  public RawStore rawStore() {
    return new RawStore(stack.postgres(), name);
  }

  public LocalStack stack() {
    return stack;
  }

  public String topic() {
    return name;
  }

  public String deadLetterTopic() {
    return name + ".dlq";
  }

  public String keyspace() {
    return name;
  }

  public String table() {
    return "created_users";
  }

  public String group() {
    return name + "-store";
  }

  /** Returns access to the real contents of the topics and the table. */
  public FlowContents contents() {
    return new FlowContents(this);
  }

  /** Creates topics and table with {@code userstream setup}. */
  public Flow setUp(String... more) {
    prepare("setup", more);
    return this;
  }

  /** Deletes topics and keyspace, for a stack that other flows will use. */
  public void tearDown() {
    try (Admin admin = KafkaClients.admin(stack)) {
      admin.deleteTopics(List.of(topic(), deadLetterTopic())).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    contents().execute("DROP KEYSPACE " + keyspace());
  }

  /**
   * Runs a command to its end, in this JVM or, for a pipeline on Spark, as a process that is
   * submitted to the cluster.
   */
  public JobResult run(String command, String... more) {
    return JobRunner.chosen() == JobRunner.SPARK && PIPELINES.contains(command)
        ? runAsProcess(command, more)
        : runHere(command, more);
  }

  /**
   * Runs a command that prepares a test, in this JVM and on DirectRunner regardless of the selected
   * runner, because a job on Spark takes ten seconds.
   *
   * @throws IllegalStateException with the output, if the command fails
   */
  public JobResult prepare(String command, String... more) {
    JobResult result = runHere(command, more);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(command + " failed: " + result.err() + result.out());
    }
    return result;
  }

  private JobResult runAsProcess(String command, String... more) {
    try (JobProcess job = start(command, more)) {
      int code = job.awaitEnd(SPARK_LIMIT);
      return JobResult.of(code, job.out(), job.err());
    }
  }

  private JobResult runHere(String command, String... more) {
    JobResult result = runHere(arguments(command, more));
    if (command.equals("setup") && result.exitCode() == 0 && stack.users().isPresent()) {
      Accounts.of(stack).allowKeyspace(keyspace());
    }
    return result;
  }

  /** Runs a command with exactly these arguments to its end, in this JVM. */
  public static JobResult runHere(List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new Userstream(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(arguments.toArray(new String[0]));
    return JobResult.of(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Stores everything that is in the topic now. */
  public JobResult storeAll(String... more) {
    List<String> options = new ArrayList<>(List.of("--until=drained"));
    options.addAll(List.of(more));
    return run("store", options.toArray(new String[0]));
  }

  /** Starts a command of a test as a process whose JVMs start quickly. */
  public JobProcess start(String command, String... more) {
    JobCommand how =
        JobRunner.chosen() == JobRunner.SPARK
            ? sparkSubmit().withConf("spark.executor.extraJavaOptions", JobCommand.COMPILES_LESS)
            : JobCommand.jar();
    return start(how.startingQuickly(), command, more);
  }

  /**
   * Returns the command that submits a job to the stack's Spark cluster with its share of the
   * cores.
   */
  public SparkSubmit sparkSubmit() {
    return SparkSubmit.to(stack.spark()).withConf("spark.cores.max", SLOTS_A_JOB);
  }

  /** Starts a command as a process, regardless of the selected runner. */
  public JobProcess start(JobCommand how, String command, String... more) {
    return JobProcess.start(
        stack, name + "-" + command + "-" + COUNT.incrementAndGet(), how, arguments(command, more));
  }

  /** Returns the command with the options of this flow. The given options take precedence. */
  public List<String> arguments(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    boolean usesCassandra = !KAFKA_ALONE.contains(command);
    boolean usesRawStore = rawStore && !WITHOUT_RAW_STORE.contains(command);
    if (stack.users().isPresent()) {
      addSecured(stack.users().get(), command, usesCassandra, usesRawStore, arguments);
    } else {
      arguments.add("--bootstrapServers=" + stack.bootstrapServers());
      if (usesCassandra) {
        addCassandra(arguments);
      }
      if (registry && !WITHOUT_REGISTRY.contains(command)) {
        arguments.add("--schemaRegistry=" + stack.schemaRegistry().url());
      }
      if (usesRawStore) {
        arguments.addAll(stack.postgres().jobOptions(name));
      }
    }
    arguments.add("--topic=" + topic());
    if (usesCassandra) {
      arguments.add("--cassandraKeyspace=" + keyspace());
    }
    if (List.of("store", "replay", "redrive", "erase", "pause", "resume", "reconcile")
        .contains(command)) {
      arguments.add("--group=" + group());
    }
    for (String option : more) {
      String name = option.replaceFirst("=.*", "=");
      arguments.removeIf(argument -> argument.startsWith(name));
      arguments.add(option);
    }
    return arguments;
  }

  private void addSecured(
      StackUsers users,
      String command,
      boolean usesCassandra,
      boolean usesRawStore,
      List<String> arguments) {
    arguments.addAll(users.kafka(stack, command));
    if (usesCassandra) {
      arguments.addAll(users.cassandra(stack, command));
    }
    if (registry && !WITHOUT_REGISTRY.contains(command)) {
      arguments.addAll(users.registry(stack, command));
    }
    if (usesRawStore) {
      arguments.addAll(users.rawStore(stack, name, command));
    }
  }

  private void addCassandra(List<String> arguments) {
    arguments.add("--cassandraHosts=" + stack.cassandraHost());
    arguments.add("--cassandraPort=" + stack.cassandraPort());
    if (stack.cassandra().asksForPassword()) {
      arguments.add("--cassandraUsername=" + CassandraNode.SUPERUSER);
      arguments.add("--cassandraPassword=file:" + passwordFile());
    }
    stack.cassandra().tls().ifPresent(tls -> arguments.addAll(tls.jobOptions()));
  }

  /** Returns the same arguments without the flow's own options that begin so. */
  public List<String> argumentsWithout(String beginning, String command, String... more) {
    List<String> given = List.of(more);
    List<String> arguments = arguments(command, more);
    arguments.removeIf(argument -> argument.startsWith(beginning) && !given.contains(argument));
    return arguments;
  }

  private Path passwordFile() {
    try {
      return Files.writeString(
          stack.directory().resolve("superuser.password"), CassandraNode.SUPERUSER_PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
