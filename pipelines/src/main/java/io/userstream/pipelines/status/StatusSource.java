package io.userstream.pipelines.status;

import java.util.Map;
import java.util.Optional;

/** What a job says of itself. Asked by several threads at once; must answer at once. */
public interface StatusSource {
  /** Why only another process can go on, in one line; empty while this one can. */
  Optional<String> notLive();

  /** Why the work does not go on now, in one line; empty while it does. */
  Optional<String> notReady();

  /** All metrics, in Prometheus' text format. */
  String metrics();

  /** What the page shows, to be written as JSON: numbers, texts, lists and maps. */
  Map<String, Object> page();
}
