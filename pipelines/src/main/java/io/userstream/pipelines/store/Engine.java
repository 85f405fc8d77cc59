package io.userstream.pipelines.store;

/** How {@code store} reads the topic. */
enum Engine {
  /** Exact bounded runs over fixed ranges of offsets. */
  LOOP,
  /** The unbounded read of KafkaIO. */
  NATIVE
}
