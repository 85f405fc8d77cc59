package io.userstream.io.kafka;

import io.userstream.runloop.ranges.BoundedConsumer;
import io.userstream.runloop.ranges.ConsumerProperties;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;

/**
 * The addresses that brokers advertise. A client uses the bootstrap servers only to ask for them.
 * If they do not work from its host, it gets no further answer, and never says why.
 */
final class AdvertisedBrokers {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private AdvertisedBrokers() {}

  /**
   * Explains why no broker responds: names the advertised addresses if a bootstrap server returns
   * them. Empty if not, because then the bootstrap servers themselves are down.
   */
  static Optional<String> explain(Map<String, ?> clientProperties) {
    try (Consumer<byte[], byte[]> consumer =
        BoundedConsumer.open(
            ConsumerProperties.of(clientProperties, "none", IsolationLevel.READ_COMMITTED))) {
      // The first request of a client goes to a bootstrap server.
      List<Node> brokers =
          consumer.listTopics(TIMEOUT).values().stream()
              .flatMap(List::stream)
              .map(PartitionInfo::leader)
              .filter(leader -> leader != null && !leader.isEmpty())
              .distinct()
              .toList();
      return Optional.of(explain(brokers));
    } catch (KafkaException e) {
      return Optional.empty();
    }
  }

  private static String explain(List<Node> brokers) {
    if (brokers.isEmpty()) { // A new cluster without topics.
      return "it responds, but not at the addresses in advertised.listeners of its brokers";
    }
    List<Node> unknown = brokers.stream().filter(broker -> !resolves(broker.host())).toList();
    return unknown.isEmpty()
        ? "it advertises " + addresses(brokers) + ", which do not respond from this host"
        : "it advertises " + addresses(unknown) + ", which do not resolve on this host";
  }

  private static boolean resolves(String host) {
    try {
      InetAddress unused = InetAddress.getByName(host);
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String addresses(List<Node> brokers) {
    return brokers.stream()
        .map(broker -> broker.host() + ":" + broker.port())
        .sorted()
        .collect(Collectors.joining(","));
  }
}
