package io.userstream.pipelines.status;

import java.util.Optional;

/** Where a job is between its start and its end. Thread-safe. */
public final class Readiness {
  private volatile Optional<String> obstacle = Optional.of("starting");

  /**
   * The job waits, on its way to work.
   *
   * @param server name and address, as in {@code Kafka at localhost:9092}
   */
  public void waitsFor(String server) {
    obstacle = Optional.of("waiting for " + server);
  }

  /** The job has begun its work. */
  public void works() {
    obstacle = Optional.empty();
  }

  /** The job was told to end. */
  public void stops() {
    obstacle = Optional.of("stopping");
  }

  /** Why it does not work now; empty while it does. */
  public Optional<String> obstacle() {
    return obstacle;
  }
}
