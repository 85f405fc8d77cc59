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
  };

  abstract LocalStack start();
}
