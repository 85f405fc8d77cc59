package io.userstream.pipelines.store;

/** How {@code store} reads the topic. */
public enum Engine {
  /** In exact bounded runs over fixed offset ranges. */
  LOOP,
  /** With the unbounded read of KafkaIO. */
  NATIVE
}
