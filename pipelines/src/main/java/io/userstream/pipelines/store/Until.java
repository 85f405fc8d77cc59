package io.userstream.pipelines.store;

/** When {@code store} ends. */
enum Until {
  /** When a signal stops it. */
  STOPPED,
  /** When everything is stored that was in the topic at the start. */
  DRAINED
}
