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

  /** Ends the work of a killed process. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  /** Thrown by a run that could not read or write. */
  static final class RunFailed extends Exception {
    private static final long serialVersionUID = 1L;

    RunFailed(String message) {
      super(message, null, false, false);
    }
  }

  /** Thrown by a run that met a fatal fault: the table is missing. */
  static final class TableMissing extends Exception {
    private static final long serialVersionUID = 1L;

    TableMissing() {
      super("the table is missing", null, false, false);
    }
  }

  /** Thrown when an invariant is broken. */
  static final class Violation extends Error {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
      super(message, null, false, false);
    }
  }
}
