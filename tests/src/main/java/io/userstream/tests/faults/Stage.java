package io.userstream.tests.faults;

import io.userstream.tests.stack.LocalStack;

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
  };

  abstract LocalStack start();

  /**
   * What a driver on these servers has to be told.
   *
   * @param operator of the flow that the driver is for
   */
  String[] driverOptions(Operator operator) {
    return new String[0];
  }
}
