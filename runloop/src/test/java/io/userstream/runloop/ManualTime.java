package io.userstream.runloop;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Clocks that only the test moves. */
final class ManualTime implements LoopTime {
  private final SplittableRandom random = new SplittableRandom(1);
  private long nanos;

  void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }
}
