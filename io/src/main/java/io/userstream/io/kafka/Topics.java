package io.userstream.io.kafka;

import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.SetupException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates and checks topics. Every method sends a request to the cluster and throws a {@link
 * ServerException} if it fails or takes longer than {@value KafkaAnswer#SECONDS} seconds. As
 * thread-safe as the {@link Admin}, which the caller closes.
 */
public final class Topics {
  /** Kafka's default of one day. */
  private static final long DEFAULT_DELETE_RETENTION_MS = Duration.ofDays(1).toMillis();

  private final Admin admin;

  public Topics(Admin admin) {
    this.admin = admin;
  }

  /**
   * Creates the topic unless it exists, and waits until it can be used.
   *
   * @return whether it was created
   */
  public boolean create(TopicSpec spec, int partitions, short replicationFactor)
      throws InterruptedException {
    // An existing topic needs no right to create it.
    boolean created =
        !exists(spec.name())
            && createNow(spec, partitions, replicationFactor, new CreateTopicsOptions());
    awaitLeaders(spec.name());
    return created;
  }

  /**
   * Asks the cluster whether it would create a missing topic, without creating it.
   *
   * @throws ServerException if a right is missing, or the replication factor or a policy forbids it
   */
  public void requireCreatable(TopicSpec spec, int partitions, short replicationFactor)
      throws InterruptedException {
    boolean unused =
        createNow(
            spec, partitions, replicationFactor, new CreateTopicsOptions().validateOnly(true));
  }

  private boolean createNow(
      TopicSpec spec, int partitions, short replicationFactor, CreateTopicsOptions options)
      throws InterruptedException {
    NewTopic topic =
        new NewTopic(spec.name(), partitions, replicationFactor).configs(spec.config());
    try {
      KafkaAnswer.await(
          "create topic " + spec.name(),
          "CREATE on topic " + spec.name(),
          admin.createTopics(Set.of(topic), options).all());
      return true;
    } catch (ServerException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      if (e.getCause() instanceof PolicyViolationException) {
        Optional<TopicSpec> smaller = spec.withSmallerMessages();
        if (smaller.isPresent()) {
          return createNow(smaller.get(), partitions, replicationFactor, options);
        }
        throw new SetupException(
            String.format(
                Locale.ROOT,
                "Kafka did not create topic %s: a policy of the cluster refused it (%s). Change"
                    + " --partitions or --replicationFactor, or create it with: %s",
                spec.name(),
                e.getCause().getMessage(),
                spec.createCommand(partitions, replicationFactor)),
            e.getCause());
      }
      throw e;
    }
  }

  /** Returns whether a topic exists. */
  public boolean exists(String topic) throws InterruptedException {
    try {
      require(topic);
      return true;
    } catch (SetupException missing) {
      return false;
    }
  }

  /**
   * Returns the number of partitions of a topic.
   *
   * @throws SetupException if the topic does not exist
   */
  public int partitions(String topic) throws InterruptedException {
    return describe(topic).partitions().size();
  }

  /**
   * Returns the id of a topic, which changes when the topic is recreated.
   *
   * @throws SetupException if the topic does not exist
   */
  public String id(String topic) throws InterruptedException {
    return describe(topic).topicId().toString();
  }

  /**
   * Returns the smallest number of replicas of a topic's partitions.
   *
   * @throws SetupException if the topic does not exist
   */
  public int replicationFactor(String topic) throws InterruptedException {
    return describe(topic).partitions().stream()
        .mapToInt(partition -> partition.replicas().size())
        .min()
        .orElseThrow();
  }

  /**
   * Returns the minimum time for which a compacted topic keeps a tombstone, in milliseconds.
   *
   * @throws SetupException if the topic does not exist
   */
  public long deleteRetentionMs(String topic) throws InterruptedException {
    return setting(topic, TopicConfig.DELETE_RETENTION_MS_CONFIG)
        .map(Long::parseLong)
        .orElse(DEFAULT_DELETE_RETENTION_MS);
  }

  /** Returns the differences between an existing topic and its specification. */
  public List<TopicDifference> differences(TopicSpec spec) throws InterruptedException {
    return spec.differences(config(spec.name()));
  }

  /**
   * Checks that a users topic exists and that its timestamps are append times, from which write
   * times are derived.
   *
   * @return false if the cluster does not return the setting, because the user may not read the
   *     configuration or because the broker does not report the setting
   * @throws SetupException if they are not, with the fix
   */
  public boolean requireAppendTime(String topic) throws InterruptedException {
    require(topic);
    TopicSpec spec = TopicSpec.users(topic);
    String key = TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
    Optional<String> actual = setting(topic, key);
    if (actual.isPresent() && !spec.config().get(key).equals(actual.get())) {
      throw new SetupException(
          String.format(
              Locale.ROOT,
              "Topic %s has %s=%s, but must have %s: run userstream setup, which prints the command"
                  + " to change it.",
              topic,
              key,
              actual.get(),
              spec.config().get(key)));
    }
    return actual.isPresent();
  }

  /** Returns a setting of a topic; empty if the cluster does not return it. */
  private Optional<String> setting(String topic, String key) throws InterruptedException {
    try {
      return Optional.ofNullable(config(topic).get(key)).map(ConfigEntry::value);
    } catch (ServerException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Checks that a topic exists.
   *
   * @throws SetupException if it is missing, with the fix
   */
  public void require(String topic) throws InterruptedException {
    TopicDescription unused = describe(topic);
  }

  private TopicDescription describe(String topic) throws InterruptedException {
    return answer(
        "describe topic " + topic,
        "DESCRIBE",
        topic,
        admin.describeTopics(Set.of(topic)).topicNameValues().get(topic));
  }

  /**
   * Returns a topic with the operations that the user may do on it.
   *
   * @throws SetupException if the topic does not exist
   */
  public TopicDescription describeWithRights(String topic) throws InterruptedException {
    return answer(
        "describe topic " + topic,
        "DESCRIBE",
        topic,
        admin
            .describeTopics(
                Set.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues()
            .get(topic));
  }

  /** Returns the configuration of a topic. */
  public Config config(String topic) throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return answer(
        "read the configuration of topic " + topic,
        "DESCRIBE_CONFIGS",
        topic,
        admin.describeConfigs(Set.of(resource)).values().get(resource));
  }

  /**
   * Waits until the leaders of a new topic serve requests. The metadata names leaders before they
   * accept records, so this asks the leaders themselves. A producer that sends its first batch too
   * early can be stuck until its delivery timeout.
   */
  private void awaitLeaders(String topic) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(KafkaAnswer.SECONDS);
    while (!leadersServe(topic)) {
      if (System.nanoTime() > deadline) {
        throw new ServerException(
            String.format(
                Locale.ROOT,
                "Topic %s has partitions without a leader after %d s. Check that all brokers are"
                    + " up.",
                topic,
                KafkaAnswer.SECONDS));
      }
      Thread.sleep(50);
    }
  }

  private boolean leadersServe(String topic) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> ends =
          describe(topic).partitions().stream()
              .collect(
                  Collectors.toMap(
                      partition -> new TopicPartition(topic, partition.partition()),
                      partition -> OffsetSpec.latest()));
      admin.listOffsets(ends).all().get(KafkaAnswer.SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (SetupException | ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static <T> T answer(String doing, String right, String topic, KafkaFuture<T> future)
      throws InterruptedException {
    try {
      return KafkaAnswer.await(doing, right + " on topic " + topic, future);
    } catch (ServerException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new SetupException("Topic " + topic + " is missing: run userstream setup.", e);
      }
      throw e;
    }
  }
}
