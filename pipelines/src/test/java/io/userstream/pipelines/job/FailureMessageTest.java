package io.userstream.pipelines.job;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.datastax.driver.core.exceptions.UnauthorizedException;
import java.net.InetSocketAddress;
import java.util.Set;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.Test;

public class FailureMessageTest {
  @Test
  public void missingRightsInKafkaAreNamed() {
    assertThat(
        FailureMessage.of(
            new IllegalStateException(new TopicAuthorizationException(Set.of("users")))),
        is(
            "Kafka denies its user access to users: grant the rights that docs/operations.md lists"
                + " for this command."));
    assertThat(
        FailureMessage.of(new ClusterAuthorizationException("Cluster authorization failed.")),
        is("Kafka does not let its user write: grant the right WRITE on the topic."));
  }

  @Test
  public void missingPermissionsInCassandraAreNamed() {
    UnauthorizedException denied =
        new UnauthorizedException(
            () -> InetSocketAddress.createUnresolved("node", 9042),
            "User ada has no SELECT permission on k");
    assertThat(
        FailureMessage.of(new IllegalStateException(denied)),
        is(
            "Cassandra denies its user access: User ada has no SELECT permission on k. Grant the"
                + " permission that docs/operations.md lists for this command."));
  }

  @Test
  public void otherwiseTheRootCauseIsNamed() {
    assertThat(
        FailureMessage.of(new RuntimeException(new IllegalArgumentException("x"))),
        is("IllegalArgumentException: x"));
  }
}
