package io.userstream.tests.faults;

import io.userstream.tests.stack.LocalStack;
import java.util.List;

/** The servers that a cell needs. */
enum Stage {
  /** Three Kafka nodes, and a Spark master that remembers its applications. */
  WHOLE {
    @Override
    LocalStack start() {
      return LocalStack.builder()
          .name("faults")
          .kafkaNodes(3)
          .sparkWorkers(1)
          .sparkRecovery()
          .othersAtFirstUse()
          .start();
    }
  },

  /** A Spark master that forgets its applications, which is the default. */
  FORGETFUL {
    @Override
    LocalStack start() {
      return LocalStack.builder().name("faults").sparkWorkers(1).start();
    }

    @Override
    String[] driverOptions(Operator operator) {
      return new String[] {"--executorTimeout=10s"};
    }
  },

  /** A Cassandra that requires a login and checks permissions. */
  LOGIN {
    @Override
    LocalStack start() {
      return LocalStack.builder()
          .name("faults")
          .sparkWorkers(1)
          .cassandraPasswordAuthentication()
          .start();
    }

    @Override
    String[] driverOptions(Operator operator) {
      return operator.createJobLogin();
    }
  },

  /**
   * Kafka, Cassandra and Spark with TLS and logins, and a user with few rights for each command.
   */
  SECURED {
    @Override
    LocalStack start() {
      return LocalStack.builder().name("faults").sparkWorkers(1).secured().start();
    }
  },

  /** Three Cassandra nodes that each hold every row. */
  THREE_CASSANDRA_NODES {
    @Override
    LocalStack start() {
      return LocalStack.builder()
          .name("faults")
          .cassandraNodes("dc1", "dc1", "dc1")
          .sparkWorkers(1)
          .start();
    }

    @Override
    List<String> setupOptions(LocalStack stack) {
      return List.of("--cassandraReplication=dc1:3");
    }
  },

  /** A Cassandra node in each of two data centers that each hold every row. */
  TWO_DATA_CENTERS {
    @Override
    LocalStack start() {
      return LocalStack.builder()
          .name("faults")
          .cassandraNodes("near", "far")
          .sparkWorkers(1)
          .start();
    }

    @Override
    List<String> setupOptions(LocalStack stack) {
      return List.of("--cassandraReplication=near:1,far:1");
    }

    @Override
    String[] driverOptions(Operator operator) {
      return new String[] {"--cassandraLocalDc=near"};
    }
  },

  /** Three Kafka nodes, with two replicas of each partition. */
  TWO_REPLICAS {
    @Override
    LocalStack start() {
      return LocalStack.builder().name("faults").kafkaNodes(3).sparkWorkers(1).start();
    }

    @Override
    List<String> setupOptions(LocalStack stack) {
      return List.of("--replicationFactor=2");
    }
  };

  /** Estimates the time until the first users flow on a stage: servers, setup, driver. */
  static final int START_SECONDS = 50;

  abstract LocalStack start();

  /** Returns the options of {@code setup} on these servers. */
  List<String> setupOptions(LocalStack stack) {
    return List.of("--replicationFactor=" + stack.kafka().nodes().size());
  }

  /**
   * Returns the options of a driver on these servers.
   *
   * @param operator the operator of the driver's flow
   */
  String[] driverOptions(Operator operator) {
    return new String[0];
  }
}
