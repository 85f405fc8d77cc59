package io.userstream.pipelines.status;

import java.util.Optional;

/** What a job says of itself. Asked by several threads at once; must answer at once. */
public interface StatusSource {
  /** Why only another process can go on, in one line; empty while this one can. */
  Optional<String> notLive();

  /** Why the work does not go on now, in one line; empty while it does. */
  Optional<String> notReady();

  /** All metrics, in Prometheus' text format. */
  String metrics();

  /** Returns the state for the page: the record's components are the fields of its JSON. */
  Record page();
}
