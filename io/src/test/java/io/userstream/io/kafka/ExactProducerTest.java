package io.userstream.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Map;
import org.junit.Test;

/** Tests that client properties can tune a producer, but not weaken it. */
public class ExactProducerTest {
  @Test
  public void clientPropertiesCannotWeakenAcknowledgement() {
    Map<String, Object> properties =
        ExactProducer.properties(
            Map.of("acks", "1", "enable.idempotence", "false", "retries", "0", "linger.ms", "7"));

    assertThat(properties.get("acks"), is("all"));
    assertThat(properties.get("enable.idempotence"), is(true));
    assertThat(properties.get("retries"), is(Integer.MAX_VALUE));
    assertThat(properties.get("linger.ms"), is("7"));
  }
}
