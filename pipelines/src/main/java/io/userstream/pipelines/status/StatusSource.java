package io.userstream.pipelines.status;

import java.util.Optional;

/** The state of a job. Several threads call it; answers immediately. */
public interface StatusSource {
  /** Returns why only a restart can help, in one line; empty if the job is alive. */
  Optional<String> notLive();

  /** Returns why the job is not ready, in one line; empty if it is. */
  Optional<String> notReady();

  /**
   * Returns what somebody has ordered and a ready job follows, such as a pause, in one line; empty
   * if there is nothing.
   */
  default Optional<String> note() {
    return Optional.empty();
  }

  /** Returns all metrics in Prometheus' text format. */
  String metrics();

  /** Returns the state for the page: the record's components are the fields of its JSON. */
  Record page();
}
