package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.google.common.net.HostAndPort;
import io.userstream.io.kafka.KafkaConnection;
import io.userstream.tests.network.TcpProxy;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.junit.Test;

/** Checks that a broker is reached whose connections take longer than the first attempts. */
public class SlowBrokerIT {
  /** A new client sends two requests first, which takes longer than any of three attempts. */
  private static final Duration DELAY = Duration.ofMillis(2_500);

  @Test
  public void aConnectionGoesOnBetweenAttempts() throws Exception {
    int broker = HostAndPort.fromString(SharedStack.get().bootstrapServers()).getPort();
    try (TcpProxy network = new TcpProxy(broker, DELAY)) {
      KafkaConnection kafka =
          KafkaConnection.of(
              Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + network.port()));

      try (Admin admin = kafka.await(Duration.ofSeconds(12))) {
        assertThat(admin.describeCluster().nodes().get().size(), is(1));
      }
    }
  }
}
