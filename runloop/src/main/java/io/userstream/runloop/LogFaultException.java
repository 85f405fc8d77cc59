package io.userstream.runloop;

import java.util.List;

/** The group cannot continue in these partitions, at least one. */
final class LogFaultException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Caught where it is thrown: it is never serialized.
  private final List<LogFault> faults;

  LogFaultException(List<LogFault> faults) {
    this.faults = List.copyOf(faults);
  }

  List<LogFault> faults() {
    return faults;
  }
}
