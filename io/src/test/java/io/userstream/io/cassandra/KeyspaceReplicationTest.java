package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.Map;
import org.junit.Test;

public class KeyspaceReplicationTest {
  @Test
  public void aNumberMeansSimpleStrategy() {
    assertThat(
        KeyspaceReplication.parse("3").toCql(),
        is("{'class': 'SimpleStrategy', 'replication_factor': '3'}"));
  }

  @Test
  public void numbersPerDataCenterMeanNetworkTopologyStrategy() {
    assertThat(
        KeyspaceReplication.parse("dc1:3, dc2:2").toCql(),
        is("{'class': 'NetworkTopologyStrategy', 'dc1': '3', 'dc2': '2'}"));
  }

  @Test
  public void replicationReportedByTheServerIsEqual() {
    assertThat(
        KeyspaceReplication.of(
            Map.of(
                "class", "org.apache.cassandra.locator.SimpleStrategy", "replication_factor", "3")),
        is(KeyspaceReplication.parse("3")));
  }

  @Test
  public void otherTextsAreRejected() {
    for (String text : new String[] {"", "0", "x", "100", "dc1", "dc1:", "dc1:3,", "d'c:1"}) {
      assertThrows(text, IllegalArgumentException.class, () -> KeyspaceReplication.parse(text));
    }
    assertThrows(
        "duplicate data center",
        IllegalArgumentException.class,
        () -> KeyspaceReplication.parse("dc1:3,dc1:2"));
  }
}
