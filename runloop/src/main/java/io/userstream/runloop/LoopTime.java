package io.userstream.runloop;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The clocks and the chance of a loop. Asked by the loop's thread alone. */
public interface LoopTime {
  /** The machine's. */
  LoopTime SYSTEM =
      new LoopTime() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public RandomGenerator random() {
          return ThreadLocalRandom.current();
        }
      };

  /** A clock for durations, as {@link System#nanoTime}. */
  long nanoTime();

  /** The wall clock. */
  Instant now();

  /** A source of random numbers, for the pauses before retries. */
  RandomGenerator random();
}
