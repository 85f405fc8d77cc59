package io.userstream.pipelines.check;

import io.userstream.io.kafka.TopicDifference;
import io.userstream.io.kafka.TopicLogs;
import io.userstream.io.kafka.TopicSpec;
import io.userstream.io.kafka.Topics;
import io.userstream.pipelines.setup.SetupOptions;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.SetupException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;

/** Checks the rights on a topic, its settings, its replicas, and the times of its records. */
final class TopicCheck {
  private static final String APPEND_TIME = "LogAppendTime";

  private final Admin admin;
  private final Topics topics;
  private final Target target;
  private final TopicNeed need;
  private final String subject;
  private final boolean hasAcls;
  private final int brokers;

  /**
   * Prepares a check.
   *
   * @param hasAcls whether the cluster has an authorizer
   * @param brokers the number of brokers
   */
  TopicCheck(Admin admin, Target target, TopicNeed need, boolean hasAcls, int brokers) {
    this.admin = admin;
    this.topics = new Topics(admin);
    this.target = target;
    this.need = need;
    this.subject = "topic " + need.topic();
    this.hasAcls = hasAcls;
    this.brokers = brokers;
  }

  /** Adds findings to the areas of Kafka, topics and clocks. */
  void run(Findings kafka) throws InterruptedException {
    Findings found = kafka.in(Area.TOPICS);
    TopicDescription topic;
    try {
      topic = topics.describeWithRights(need.topic());
    } catch (SetupException e) {
      found.part(subject, () -> missing(found));
      return;
    } catch (ServerException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
      KafkaCheck.missing(
          kafka, "rights on " + subject, need.rights().stream().map(Enum::name).toList(), subject);
      return;
    }
    rights(topic, kafka);
    Optional<Config> config = config();
    found.part(subject, () -> settings(topic, config, found));
    if (config.isPresent()) {
      found.part(subject, () -> new TopicRetention(need.spec(), target).check(config.get(), found));
    }
    found.part(subject, () -> TopicReplicas.check(topic, config, brokers, found));
    if (hasAppendTimes(config)) {
      found.part(subject, () -> times(topic, kafka.in(Area.CLOCKS)));
    }
  }

  private void missing(Findings found) throws InterruptedException {
    if (target.setup().isEmpty()) {
      boolean isErasureList = need.topic().equals(target.topic().erasures());
      found.error(
          subject,
          "missing",
          "Run userstream setup" + (isErasureList ? " with --erasureKey." : "."));
      return;
    }
    SetupOptions setup = target.setup().get();
    topics.requireCreatable(
        spec(setup.getReplicationFactor()),
        setup.getPartitions(),
        (short) setup.getReplicationFactor());
    found.ok(subject, "missing: setup creates it");
  }

  private void rights(TopicDescription topic, Findings kafka) {
    String rights = "rights on " + subject;
    Set<AclOperation> granted = topic.authorizedOperations();
    if (granted == null) {
      kafka.ok(rights, "not known");
      return;
    }
    List<String> missing = TopicNeed.missing(need.rights(), granted);
    List<String> helpful = TopicNeed.missing(need.helpful(), granted);
    if (!missing.isEmpty()) {
      KafkaCheck.missing(kafka, rights, missing, subject);
    } else if (!helpful.isEmpty()) {
      kafka.warning(
          rights,
          "missing: "
              + String.join(", ", helpful)
              + ". The job checks the newest records instead of the configuration",
          "Grant " + String.join(", ", helpful) + " on " + subject + ".");
    } else {
      kafka.ok(
          rights,
          hasAcls
              ? Stream.concat(need.rights().stream(), need.helpful().stream())
                  .map(Enum::name)
                  .collect(Collectors.joining(", "))
              : KafkaCheck.NO_ACLS);
    }
  }

  /** Returns the configuration; empty if the user may not read it. */
  private Optional<Config> config() throws InterruptedException {
    try {
      return Optional.of(topics.config(need.topic()));
    } catch (ServerException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void settings(TopicDescription topic, Optional<Config> config, Findings found) {
    if (config.isEmpty()) {
      found.ok(subject, "settings are not known, because the user may not read them");
      return;
    }
    TopicSpec wanted = spec(TopicReplicas.factor(topic));
    List<TopicDifference> differences = wanted.differences(config.get());
    for (TopicDifference difference : differences) {
      found.add(
          level(difference),
          subject,
          difference.toString(),
          wanted.alterCommand(target.topic().kafka().bootstrapServers(), List.of(difference)));
    }
    if (differences.isEmpty()) {
      found.ok(
          subject,
          wanted.config().keySet().stream()
              .map(key -> key + "=" + config.get().get(key).value())
              .collect(Collectors.joining(", ")));
    }
  }

  /**
   * Setup fails if a difference is not harmless; jobs that store or reconcile need append times.
   */
  private Level level(TopicDifference difference) {
    if (difference.isHarmless()) {
      return Level.WARNING;
    }
    boolean derivesWriteTimes =
        switch (target.command()) {
          case STORE, REPLAY, REDRIVE, ERASE, RECONCILE -> true;
          default -> false;
        };
    boolean isNeeded =
        derivesWriteTimes && difference.key().equals(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
    return target.isSetup() || isNeeded ? Level.ERROR : Level.WARNING;
  }

  /** Returns the specification as setup would apply it to a topic with this many replicas. */
  private TopicSpec spec(int factor) {
    OptionalInt minimum =
        target.setup().map(SetupOptions::getMinInsyncReplicas).stream()
            .mapToInt(Integer::intValue)
            .findFirst();
    return need.spec().replicated(factor, minimum);
  }

  private static boolean hasAppendTimes(Optional<Config> config) {
    return config
        .map(known -> known.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))
        .map(entry -> APPEND_TIME.equals(entry.value()))
        .orElse(false);
  }

  private void times(TopicDescription topic, Findings clocks) throws InterruptedException {
    OptionalLong newest = TopicLogs.newestMs(admin, topic);
    Instant now = Instant.now();
    if (newest.isEmpty()) {
      clocks.ok("brokers of " + topic.name(), "not known before the first record");
    } else {
      Clocks.compareNewest(clocks, topic.name(), Instant.ofEpochMilli(newest.getAsLong()), now);
    }
  }
}
