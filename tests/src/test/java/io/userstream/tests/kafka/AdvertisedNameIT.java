package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertThrows;

import io.userstream.io.kafka.KafkaConnection;
import io.userstream.runloop.servers.ServerUnavailableException;
import io.userstream.tests.stack.LocalStack;
import java.time.Duration;
import org.junit.Test;

/** Checks the message for brokers whose advertised name means nothing on this host. */
public class AdvertisedNameIT {
  @Test
  public void brokersThatAdvertiseAnUnknownNameAreToldApartFromAnOutage() {
    try (LocalStack stack =
        LocalStack.builder()
            .name("advertised")
            .cassandra(false)
            .kafkaSetting("advertised.listeners", "PLAINTEXT://gone.invalid:9092")
            .start()) {
      KafkaConnection kafka = KafkaConnection.of(stack.kafkaClient());

      ServerUnavailableException failed =
          assertThrows(
              ServerUnavailableException.class, () -> kafka.await(Duration.ofSeconds(10)).close());

      assertThat(failed.getMessage(), containsString("advertised.listeners"));
    }
  }
}
