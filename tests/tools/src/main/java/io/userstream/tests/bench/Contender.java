package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.ProjectHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program that writes users from a topic to the table. */
enum Contender {
  /** {@code store}, submitted to the cluster like users do, with its default options. */
  STORE("store") {
    @Override
    JobProcess start(Flow flow) {
      return flow.start(EngineProcesses.submit(flow.stack()), "store");
    }
  },

  /**
   * {@code store} of another commit. Takes part if its jar is {@code tests/target/baseline.jar}.
   */
  BASELINE("baseline") {
    @Override
    JobProcess start(Flow flow) {
      return flow.start(EngineProcesses.submit(flow.stack()).withJar(jar()), "store");
    }

    @Override
    boolean takesPart() {
      return Files.exists(jar());
    }

    private Path jar() {
      return ProjectHome.find().resolve("tests/target/baseline.jar");
    }
  },

  /** {@code store} in one process, with its default options. */
  DIRECT_RUNNER("direct-runner") {
    @Override
    JobProcess start(Flow flow) {
      return flow.start(JobCommand.jar(), "store");
    }
  },

  /** The job that {@code store} replaces, on the same cluster. */
  STRUCTURED_STREAMING("structured-streaming") {
    @Override
    JobProcess start(Flow flow) {
      return SparkPeer.store(
          flow,
          EngineProcesses.submit(flow.stack()),
          flow.stack().cassandraPort(),
          OFFSETS_PER_TRIGGER,
          1);
    }

    @Override
    long stored(GroupOffsets offsets, JobProcess job) {
      return SparkPeer.stored(job);
    }
  },

  /** A worker of Kafka Connect with a sink of the usual form, and as many tasks as cores. */
  KAFKA_CONNECT("kafka-connect") {
    @Override
    JobProcess start(Flow flow) {
      return ConnectWorker.start(flow);
    }
  },

  /** No engine: only the clients. */
  LIMIT("limit") {
    @Override
    JobProcess start(Flow flow) {
      LocalStack stack = flow.stack();
      return JobProcess.start(
          stack,
          flow.topic() + "-limit",
          JobCommand.peer(System.getProperty("java.class.path"), LimitConsumer.class.getName()),
          List.of(
              "--bootstrapServers=" + stack.bootstrapServers(),
              "--topic=" + flow.topic(),
              "--group=" + flow.group(),
              "--cassandraHost=" + stack.cassandraHost(),
              "--cassandraPort=" + stack.cassandraPort(),
              "--keyspace=" + flow.keyspace()));
    }
  };

  /** Without a limit, the first batch of a backlog would contain all of it. */
  private static final int OFFSETS_PER_TRIGGER = 50_000;

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  /** Returns the name in tables and ratios. */
  String label() {
    return label;
  }

  /** Returns what {@code store} can be compared with on this machine, in the order of turns. */
  static List<Contender> peers() {
    return Stream.of(values())
        .filter(contender -> contender != STORE && contender.takesPart())
        .toList();
  }

  /** Returns the peers that matter most, for a short benchmark. */
  static List<Contender> quickPeers() {
    return List.of(STRUCTURED_STREAMING, LIMIT);
  }

  /**
   * Returns the peers with these names, which are separated by commas.
   *
   * @throws IllegalArgumentException if there is no such peer
   */
  static List<Contender> parsePeers(String names) {
    return Choice.parse("peers", peers(), Contender::label, names);
  }

  boolean takesPart() {
    return true;
  }

  /** Starts the contender, which runs until it is closed. */
  abstract JobProcess start(Flow flow);

  /** Returns the number of records that it reports as stored. */
  long stored(GroupOffsets offsets, JobProcess job) {
    return offsets.sum();
  }
}
