package io.userstream.tests.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

public class ContenderTest {
  @Test
  public void peersTakeTurnsInTheirOrder() {
    assertThat(
        Contender.parsePeers("limit,kafka-connect"),
        contains(Contender.KAFKA_CONNECT, Contender.LIMIT));
    assertThat(Contender.peers(), not(hasItem(Contender.STORE)));
  }

  @Test
  public void unknownPeerIsRejectedWithTheNamesOfAll() {
    for (String names : new String[] {"", "store", "limit,", "limit,flink"}) {
      IllegalArgumentException rejected =
          assertThrows(names, IllegalArgumentException.class, () -> Contender.parsePeers(names));
      assertThat(rejected.getMessage(), containsString("kafka-connect, limit"));
    }
  }
}
