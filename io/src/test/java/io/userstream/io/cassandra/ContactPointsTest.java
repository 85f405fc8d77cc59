package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertThrows;

import com.google.common.collect.ImmutableList;
import io.userstream.runloop.servers.ServerUnavailableException;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;

public class ContactPointsTest {
  @Test
  public void unresolvedContactPointsAreSkippedOnTheWorker() {
    ContactPoints points =
        ContactPoints.of(ImmutableList.of("gone.invalid", "127.0.0.1", "localhost"));

    assertThat(SerializableUtils.clone(points).get(), contains("127.0.0.1", "localhost"));
  }

  @Test
  public void unresolvedContactPointsAreNamedIfThereIsNoOther() {
    ContactPoints points = ContactPoints.of(ImmutableList.of("gone.invalid", "left.invalid"));

    ServerUnavailableException none = assertThrows(ServerUnavailableException.class, points::get);

    assertThat(none.getMessage(), containsString("gone.invalid, left.invalid"));
  }
}
