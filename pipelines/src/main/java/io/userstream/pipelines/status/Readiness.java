package io.userstream.pipelines.status;

import java.util.Optional;

/** The state of a job: starting, waiting for a server, ready or stopping. Thread-safe. */
public final class Readiness {
  private volatile Optional<String> obstacle = Optional.of("starting");

  /**
   * Records that the job is waiting for a server before it can start its work.
   *
   * @param server name and address, as in {@code Kafka at localhost:9092}
   */
  public void waitingFor(String server) {
    obstacle = Optional.of("waiting for " + server);
  }

  /** Records that the job has started its work. */
  public void ready() {
    obstacle = Optional.empty();
  }

  /** Records that the job was asked to stop. */
  public void stopping() {
    obstacle = Optional.of("stopping");
  }

  /** Returns the reason why the job is not ready; empty if it is. */
  public Optional<String> obstacle() {
    return obstacle;
  }
}
