package io.userstream.runloop;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** The group cannot continue in these partitions, at least one. */
final class LogFaultException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Caught where it is thrown: it is never serialized.
  private final ImmutableList<LogFault> faults;

  LogFaultException(List<LogFault> faults) {
    this.faults = ImmutableList.copyOf(faults);
  }

  ImmutableList<LogFault> faults() {
    return faults;
  }
}
