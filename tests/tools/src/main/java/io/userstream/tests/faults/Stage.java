package io.userstream.tests.faults;

import io.userstream.tests.stack.LocalStack;
import java.util.List;

/** The servers that a cell needs. */
enum Stage {
  /** Three Kafka nodes, and a Spark master that knows its applications again. */
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

  /** A Spark master that forgets, as it does unless it is told else. */
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

  /** A Cassandra that asks for a login, and checks permissions. */
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

  /** Three Cassandra nodes, each with every row. */
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

  /** A Cassandra node in each of two data centers, each with every row. */
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

  /** Three Kafka nodes, and each partition on two of them. */
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

  /** About how long a stage takes until the first users flow on it: servers, setup, driver. */
  static final int START_SECONDS = 50;

  abstract LocalStack start();

  /** Returns what {@code setup} has to be told on these servers. */
  List<String> setupOptions(LocalStack stack) {
    return List.of("--replicationFactor=" + stack.kafka().nodes().size());
  }

  /**
   * What a driver on these servers has to be told.
   *
   * @param operator of the flow that the driver is for
   */
  String[] driverOptions(Operator operator) {
    return new String[0];
  }
}
