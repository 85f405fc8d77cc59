package io.userstream.runloop;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The clocks and random numbers of a loop. Used by the loop's thread only. */
public interface LoopTime {
  /** The clocks of the machine. */
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

  /** Returns a clock for durations, as {@link System#nanoTime} does. */
  long nanoTime();

  /** Returns the wall-clock time. */
  Instant now();

  /** Returns a source of random numbers, for the pauses before retries. */
  RandomGenerator random();
}
