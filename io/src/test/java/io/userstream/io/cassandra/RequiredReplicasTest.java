package io.userstream.io.cassandra;

import static com.datastax.driver.core.ConsistencyLevel.ALL;
import static com.datastax.driver.core.ConsistencyLevel.EACH_QUORUM;
import static com.datastax.driver.core.ConsistencyLevel.LOCAL_ONE;
import static com.datastax.driver.core.ConsistencyLevel.LOCAL_QUORUM;
import static com.datastax.driver.core.ConsistencyLevel.ONE;
import static com.datastax.driver.core.ConsistencyLevel.QUORUM;
import static com.datastax.driver.core.ConsistencyLevel.THREE;
import static com.datastax.driver.core.ConsistencyLevel.TWO;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.datastax.driver.core.ConsistencyLevel;
import com.google.common.collect.ImmutableMap;
import org.junit.Test;

public class RequiredReplicasTest {
  private static final ImmutableMap<String, Integer> THREE_AND_THREE =
      ImmutableMap.of("dc1", 3, "dc2", 3);

  @Test
  public void localLevelsCountTheLocalDataCenter() {
    assertThat(number(LOCAL_QUORUM), is(2));
    assertThat(isMet(LOCAL_QUORUM, 2, 0), is(true));
    assertThat(isMet(LOCAL_QUORUM, 1, 3), is(false));
    assertThat(isMet(LOCAL_ONE, 0, 3), is(false));
  }

  @Test
  public void otherLevelsCountAllDataCenters() {
    assertThat(number(QUORUM), is(4));
    assertThat(isMet(QUORUM, 1, 3), is(true));
    assertThat(isMet(QUORUM, 0, 3), is(false));
    assertThat(isMet(ONE, 0, 1), is(true));
    assertThat(isMet(TWO, 1, 0), is(false));
    assertThat(isMet(THREE, 3, 0), is(true));
    assertThat(isMet(ALL, 3, 2), is(false));
    assertThat(isMet(ALL, 3, 3), is(true));
  }

  @Test
  public void eachQuorumNeedsAQuorumInEachDataCenter() {
    assertThat(isMet(EACH_QUORUM, 2, 2), is(true));
    assertThat(isMet(EACH_QUORUM, 3, 1), is(false));
  }

  @Test
  public void dataCenterWithoutReplicasIsNeverEnough() {
    assertThat(
        new RequiredReplicas(LOCAL_QUORUM, ImmutableMap.of("dc2", 3), "dc1")
            .isMetBy(ImmutableMap.of("dc2", 3)),
        is(false));
  }

  @Test
  public void replicationIsReadForBothStrategies() {
    assertThat(
        ReplicaState.byDataCenter(KeyspaceReplication.parse("2"), "dc1"),
        is(ImmutableMap.of("dc1", 2)));
    assertThat(
        ReplicaState.byDataCenter(KeyspaceReplication.parse("dc1:3,dc2:1"), "dc1"),
        is(ImmutableMap.of("dc1", 3, "dc2", 1)));
  }

  private static int number(ConsistencyLevel level) {
    return new RequiredReplicas(level, THREE_AND_THREE, "dc1").number();
  }

  private static boolean isMet(ConsistencyLevel level, int inDc1, int inDc2) {
    return new RequiredReplicas(level, THREE_AND_THREE, "dc1")
        .isMetBy(ImmutableMap.of("dc1", inDc1, "dc2", inDc2));
  }
}
