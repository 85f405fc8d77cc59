package io.userstream.tests.kafka;

import io.userstream.tests.stack.KafkaLogin;
import io.userstream.tests.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.rules.TemporaryFolder;

/**
 * A Kafka that checks ACLs, with an administrator and a user without rights. Runs commands as one
 * of them; the other servers are those of the shared stack.
 */
public final class KafkaWithRights extends CommandRun {
  static final String ADMIN = "admin";
  static final String USER = "userstream";

  private final TemporaryFolder folder = new TemporaryFolder();
  private LocalStack stack;

  @Override
  protected void before() throws IOException {
    folder.create();
    stack =
        LocalStack.builder()
            .name("rights")
            .cassandra(false)
            .kafkaAcls(ADMIN, USER)
            // The brokers' own default.
            .kafkaSetting("group.min.session.timeout.ms", "6000")
            .kafkaSetting("create.topic.policy.class.name", SmallMessagesPolicy.class.getName())
            .kafkaClass(SmallMessagesPolicy.class)
            .start();
  }

  @Override
  protected void after() {
    stack.close();
    folder.delete();
  }

  void revokeAll() throws Exception {
    try (Admin admin = admin()) {
      admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }
  }

  /** Runs a command for a topic, a group and a keyspace of this name, and returns its exit code. */
  int run(String user, String command, String name, String... more) throws IOException {
    return run(stack.bootstrapServers(), command, name, options(user, more));
  }

  /** Runs a command, which must succeed. */
  void succeed(String user, String command, String name, String... more) throws IOException {
    succeed(stack.bootstrapServers(), command, name, options(user, more));
  }

  private List<String> options(String user, String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of("--kafkaConfig=" + config(user)));
    Collections.addAll(options, more);
    return options;
  }

  private Path config(String user) throws IOException {
    Path file = folder.newFile().toPath();
    return Files.write(
        file,
        KafkaLogin.of(user).entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList());
  }

  @Override
  Map<String, Object> client() {
    return client(ADMIN);
  }

  /** Returns the properties of clients with this login. */
  Map<String, Object> client(String user) {
    Map<String, Object> properties = new HashMap<>(KafkaLogin.of(user));
    properties.put("bootstrap.servers", stack.bootstrapServers());
    return properties;
  }

  /** Returns a client of the administrator, which the caller closes. */
  Admin admin() {
    return Admin.create(client());
  }

  /** Grants the user rights on a topic. */
  void allow(String topic, AclOperation... operations) throws Exception {
    allow(ResourceType.TOPIC, topic, operations);
  }

  /** Grants the user rights on a group. */
  void allowGroup(String group, AclOperation... operations) throws Exception {
    allow(ResourceType.GROUP, group, operations);
  }

  private void allow(ResourceType type, String name, AclOperation... operations) throws Exception {
    List<AclBinding> acls = new ArrayList<>();
    for (AclOperation operation : operations) {
      acls.add(
          new AclBinding(
              new ResourcePattern(type, name, PatternType.LITERAL),
              new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW)));
    }
    try (Admin admin = admin()) {
      admin.createAcls(acls).all().get();
    }
  }
}
