package io.userstream.tests.stack;

import javax.annotation.Nullable;

/** An optional server of a stack that may start at its first use. Thread-safe. */
final class OnDemand<T extends StackServer> {
  private final String name;
  @Nullable private final T server;
  private boolean due;

  /**
   * Describes the server.
   *
   * @param server null if the stack has none
   * @param atFirstUse whether {@link #get} starts it instead of {@link #start}
   */
  OnDemand(String name, @Nullable T server, boolean atFirstUse) {
    this.name = name;
    this.server = server;
    this.due = atFirstUse;
  }

  /** Starts the server with the stack, unless it starts at its first use. */
  synchronized void start() {
    if (server != null && !due) {
      server.start();
    }
  }

  /**
   * Returns the server, which runs unless it was stopped.
   *
   * @throws IllegalStateException if the stack has none
   */
  synchronized T get() {
    if (server == null) {
      throw new IllegalStateException("this stack has no " + name);
    }
    if (due) {
      server.start();
      due = false;
    }
    return server;
  }
}
