package io.userstream.pipelines.store;

/** The ways in which {@code store} can read the topic. */
enum Engine {
  /** Exact bounded runs over fixed ranges of offsets. */
  LOOP,
  /** The unbounded read of KafkaIO. */
  NATIVE
}
