package io.userstream.tests.stack;

import javax.annotation.Nullable;

/**
 * A server that a stack may have, and that may wait for its first use. Safe for use by several
 * threads.
 */
final class OnDemand<T extends StackServer> {
  private final String name;
  @Nullable private final T server;
  private boolean due;

  /**
   * Describes it.
   *
   * @param server null when the stack was built without
   * @param atFirstUse whether {@link #get} starts it, and not {@link #start}
   */
  OnDemand(String name, @Nullable T server, boolean atFirstUse) {
    this.name = name;
    this.server = server;
    this.due = atFirstUse;
  }

  /** Starts it with the stack, if that is when it starts. */
  synchronized void start() {
    if (server != null && !due) {
      server.start();
    }
  }

  /**
   * Returns it, running unless somebody stopped it.
   *
   * @throws IllegalStateException when the stack was built without
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
