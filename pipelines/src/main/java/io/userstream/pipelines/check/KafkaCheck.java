package io.userstream.pipelines.check;

import com.google.common.collect.Iterables;
import io.userstream.io.kafka.KafkaAnswer;
import io.userstream.io.kafka.KafkaConnection;
import io.userstream.runloop.servers.ServerException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/** Checks the connection to Kafka, the rights on the group, and each topic. */
final class KafkaCheck implements ServerCheck {
  /** In place of the rights on a cluster that has no authorizer. */
  static final String NO_ACLS = "the cluster has no ACLs";

  private final Target target;
  private final KafkaConnection kafka;

  KafkaCheck(Target target) {
    this.target = target;
    this.kafka = target.topic().kafka();
  }

  @Override
  public Area area() {
    return Area.KAFKA;
  }

  @Override
  public String subject() {
    return "connection";
  }

  @Override
  public void run(Findings findings) throws InterruptedException {
    HostNames.check(findings, kafka.hosts(), "--bootstrapServers");
    kafka
        .clearText()
        .ifPresent(fix -> findings.warning("TLS", "the login is sent without encryption", fix));
    Admin admin = kafka.await(target.connectTimeout());
    try {
      int brokers = KafkaAnswer.await("list its brokers", admin.describeCluster().nodes()).size();
      findings.ok(
          subject(),
          String.format(
              Locale.ROOT,
              "%s, %d broker%s, security.protocol=%s",
              kafka.bootstrapServers(),
              brokers,
              brokers == 1 ? "" : "s",
              kafka
                  .clientProperties()
                  .getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT")));
      boolean hasAcls = hasAcls(admin);
      for (TopicNeed need : TopicNeed.of(target)) {
        findings.part(
            "topic " + need.topic(),
            () -> new TopicCheck(admin, target, need, hasAcls, brokers).run(findings));
      }
      for (GroupNeed need : GroupNeed.of(target)) {
        findings.part("group " + need.group(), () -> group(admin, need, hasAcls, findings));
      }
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  /** Returns false if the cluster has no authorizer. One that denies the request exists. */
  private boolean hasAcls(Admin admin) throws InterruptedException {
    AclBindingFilter any =
        new AclBindingFilter(
            new ResourcePatternFilter(
                ResourceType.TOPIC, target.topic().name(), PatternType.LITERAL),
            AccessControlEntryFilter.ANY);
    try {
      Object unused = KafkaAnswer.await("list ACLs", admin.describeAcls(any).values());
      return true;
    } catch (ServerException e) {
      return !(e.getCause() instanceof SecurityDisabledException);
    }
  }

  private void group(Admin admin, GroupNeed need, boolean hasAcls, Findings findings)
      throws InterruptedException {
    String group = need.group();
    String subject = "rights on group " + group;
    ConsumerGroupDescription described;
    try {
      described =
          KafkaAnswer.await(
              "describe group " + group,
              admin
                  .describeConsumerGroups(
                      Set.of(group),
                      new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                  .describedGroups()
                  .get(group));
    } catch (ServerException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
      missing(findings, subject, need);
      return;
    }
    if (described.authorizedOperations() == null) {
      findings.ok(subject, "not known");
    } else if (Iterables.contains(described.authorizedOperations(), need.right())) {
      findings.ok(subject, hasAcls ? need.right().name() : NO_ACLS);
    } else {
      missing(findings, subject, need);
    }
    if (target.group().filter(group::equals).isPresent()) {
      findings.ok("members of group " + group, Integer.toString(described.members().size()));
    }
  }

  private static void missing(Findings findings, String subject, GroupNeed need) {
    if (need.without().isEmpty()) {
      missing(findings, subject, List.of(need.right().name()), "group " + need.group());
    } else {
      findings.warning(
          subject,
          "missing: " + need.right() + ". " + need.without(),
          "Grant "
              + need.right()
              + " on groups with the prefix "
              + need.group()
              + " to the user of --kafkaConfig.");
    }
  }

  /** Reports missing rights as an error. */
  static void missing(Findings findings, String subject, List<String> rights, String resource) {
    String names = String.join(", ", rights);
    findings.error(
        subject,
        "missing: " + names,
        "Grant " + names + " on " + resource + " to the user of --kafkaConfig.");
  }
}
