package io.userstream.tests.simulate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.userstream.tests.simulate.Entry.Kind;
import org.apache.kafka.common.Uuid;
import org.junit.Test;

/** Checks that {@link ModelSink} resolves conflicts like Cassandra. */
public class ModelSinkTest {
  private final ModelSink sink = new ModelSink();
  private final ModelLog log = new ModelLog(new Uuid(1, 1), 0);

  private Entry state(int number) {
    return log.append(1_000, Kind.STATE, 7, number, null);
  }

  @Test
  public void newestWriteTimeWinsInEveryOrder() {
    sink.write(state(2), 20);
    sink.write(state(1), 10);
    assertEquals(Integer.valueOf(2), sink.state(7));
  }

  @Test
  public void tieMixesTwoStates() {
    sink.write(state(1), 10);
    sink.write(state(2), 10);
    assertNull(sink.state(7));
  }

  @Test
  public void deletionWinsOverValuesOfTheSameAge() {
    sink.write(state(1), 10);
    sink.write(log.append(1_000, Kind.TOMBSTONE, 7, 2, null), 10);
    assertEquals(Integer.valueOf(0), sink.state(7));
    sink.write(state(3), 11);
    assertEquals(Integer.valueOf(3), sink.state(7));
  }
}
