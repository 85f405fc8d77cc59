package io.userstream.tests.simulate;

import com.google.common.collect.ImmutableList;

/** Everything that a seed decides. Immutable. */
record Schedule(long seed, Settings settings, ImmutableList<PlannedEvent> events) {
  Schedule with(ImmutableList<PlannedEvent> others) {
    return new Schedule(seed, settings, others);
  }
}
