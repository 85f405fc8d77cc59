package io.userstream.runloop;

import java.util.List;

/** Thrown if the group cannot continue in at least one partition. */
final class LogFaultException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialized
  private final List<LogFault> faults;

  LogFaultException(List<LogFault> faults) {
    this.faults = List.copyOf(faults);
  }

  List<LogFault> faults() {
    return faults;
  }
}
