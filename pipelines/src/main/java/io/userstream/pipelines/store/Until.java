package io.userstream.pipelines.store;

/** When {@code store} ends. */
public enum Until {
  /** On a signal. */
  STOPPED,
  /** When everything that was in the topic at the start is stored. */
  DRAINED
}
