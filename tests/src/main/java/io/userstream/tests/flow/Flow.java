package io.userstream.tests.flow;

import io.userstream.pipelines.cli.Userstream;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Topic, dead-letter topic, keyspace and consumer group of one test on a stack that it shares with
 * others, and the jobs over them.
 */
public final class Flow {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final LocalStack stack;
  private final String name;

  private Flow(LocalStack stack, String name) {
    this.stack = stack;
    this.name = name;
  }

  /** Names a flow that nobody else has; nothing is created yet. */
  public static Flow on(LocalStack stack, String name) {
    return new Flow(stack, name + "_" + COUNT.incrementAndGet());
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

  /** What really is in the topics and the table. */
  public FlowContents contents() {
    return new FlowContents(this);
  }

  /** Creates topics and table by {@code userstream setup}. */
  public Flow setUp(String... more) {
    JobResult result = run("setup", more);
    if (result.exitCode() != 0) {
      throw new IllegalStateException("setup failed: " + result.err());
    }
    return this;
  }

  /** Runs a command in this JVM to its end. */
  public JobResult run(String command, String... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new Userstream(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(arguments(command, more).toArray(new String[0]));
    return JobResult.of(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Stores everything that is in the topic now. */
  public JobResult storeAll(String... more) {
    List<String> options = new ArrayList<>(List.of("--until=drained"));
    options.addAll(List.of(more));
    return run("store", options.toArray(new String[0]));
  }

  /** Starts a command as a process of its own. */
  public JobProcess start(String command, String... more) {
    return JobProcess.start(
        stack,
        name + "-" + command + "-" + COUNT.incrementAndGet(),
        List.of("-Xmx1g"),
        arguments(command, more));
  }

  /** The command with the options that lead to this flow. */
  public List<String> arguments(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--bootstrapServers=" + stack.bootstrapServers());
    arguments.add("--topic=" + topic());
    if (!command.equals("ingest")) {
      arguments.add("--cassandraHosts=" + stack.cassandraHost());
      arguments.add("--cassandraPort=" + stack.cassandraPort());
      arguments.add("--cassandraKeyspace=" + keyspace());
    }
    if (command.equals("store") || command.equals("reconcile")) {
      arguments.add("--group=" + group());
    }
    arguments.addAll(List.of(more));
    return arguments;
  }
}
