package io.userstream.pipelines.store;

import io.userstream.io.options.OneOf;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream store}. */
public interface StoreOptions extends LoopOptions {
  @Description(
      "How to read the topic: loop (exact bounded runs, on any runner) or native (unbounded"
          + " KafkaIO, refused on the Spark runner). With native, the latest state of a user is not"
          + " guaranteed to win (docs/native-streaming.md).")
  @Default.String("loop")
  @OneOf(Engine.class)
  String getEngine();

  void setEngine(String engine);

  @Description(
      "When to end: stopped (on a signal) or drained (when everything is stored that was in the"
          + " topic at the start).")
  @Default.String("stopped")
  @OneOf(Until.class)
  String getUntil();

  void setUntil(String until);
}
