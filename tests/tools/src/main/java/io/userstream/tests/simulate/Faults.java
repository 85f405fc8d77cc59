package io.userstream.tests.simulate;

import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The exceptions of the model. */
final class Faults {
  private Faults() {}

  static RuntimeException unknownTopic() {
    return new UnknownTopicOrPartitionException("This server does not host this topic-partition.");
  }

  static RuntimeException noAnswer() {
    return new TimeoutException("no answer");
  }

  /** Ends whatever a killed process was doing. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  /** A run that could not write or read. */
  static final class RunFailed extends Exception {
    private static final long serialVersionUID = 1L;

    RunFailed(String message) {
      super(message, null, false, false);
    }
  }

  /** A run met something that no retry can fix: the table is missing. */
  static final class TableMissing extends Exception {
    private static final long serialVersionUID = 1L;

    TableMissing() {
      super("the table is missing", null, false, false);
    }
  }

  /** A broken invariant. */
  static final class Violation extends Error {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
      super(message, null, false, false);
    }
  }
}
