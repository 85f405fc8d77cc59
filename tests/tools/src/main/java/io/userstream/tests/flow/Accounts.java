package io.userstream.tests.flow;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.Session;
import io.userstream.tests.stack.CassandraNode;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.StackUsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Creates the accounts of the {@linkplain StackUsers users} of a secured stack, and gives each the
 * rights that docs/operations.md lists for its command. Thread-safe.
 */
public final class Accounts {
  /** Kafka's minimum and default. */
  private static final int SCRAM_ITERATIONS = 4096;

  private final LocalStack stack;
  private final StackUsers users;

  private Accounts(LocalStack stack, StackUsers users) {
    this.stack = stack;
    this.users = users;
  }

  /**
   * Returns the accounts of a stack.
   *
   * @throws java.util.NoSuchElementException if the stack is not secured
   */
  public static Accounts of(LocalStack stack) {
    return new Accounts(stack, stack.users().orElseThrow());
  }

  /** Creates the accounts, once in the life of a stack, and locks Cassandra's default superuser. */
  public Accounts create() {
    List<UserScramCredentialAlteration> logins = new ArrayList<>();
    for (String user : StackUsers.COMMANDS) {
      logins.add(
          new UserScramCredentialUpsertion(
              user,
              new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
              password(user)));
    }
    asKafkaAdmin(admin -> admin.alterUserScramCredentials(logins).all().get());
    try (Cluster cluster =
            CassandraClients.builder(
                    stack, CassandraNode.SUPERUSER, CassandraNode.SUPERUSER_PASSWORD)
                .build();
        Session session = cluster.connect()) {
      session.execute(role(StackUsers.ADMIN) + " AND SUPERUSER = true");
    }
    try (Cluster cluster = CassandraClients.builder(stack).build();
        Session session = cluster.connect()) {
      session.execute(
          "ALTER ROLE " + CassandraNode.SUPERUSER + " WITH SUPERUSER = false AND LOGIN = false");
      for (String user : List.of("setup", "store", "replay", "reconcile")) {
        session.execute(role(user));
      }
      session.execute("GRANT CREATE ON ALL KEYSPACES TO setup");
    }
    return this;
  }

  private String role(String user) {
    return String.format(
        Locale.ROOT, "CREATE ROLE %s WITH PASSWORD = '%s' AND LOGIN = true", user, password(user));
  }

  /** Grants each command its rights on topics and groups, which need not exist. */
  public Accounts allowTopics(String topic, String deadLetters, String group) {
    List<AclBinding> acls = new ArrayList<>();
    AclOperation[] creates = {
      AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS, AclOperation.CREATE
    };
    AclOperation[] readsAndWrites = {AclOperation.READ, AclOperation.WRITE};
    AclOperation[] inspects = {AclOperation.READ, AclOperation.DESCRIBE_CONFIGS};
    allow(acls, "setup", ResourceType.TOPIC, topic, creates);
    allow(acls, "setup", ResourceType.TOPIC, deadLetters, creates);
    allow(acls, "ingest", ResourceType.TOPIC, topic, AclOperation.WRITE);
    allow(acls, "ingest", ResourceType.TOPIC, deadLetters, readsAndWrites);
    allow(acls, "publish", ResourceType.TOPIC, topic, AclOperation.WRITE);
    allow(acls, "publish", ResourceType.TOPIC, deadLetters, readsAndWrites);
    allow(acls, "store", ResourceType.TOPIC, topic, inspects);
    allow(acls, "store", ResourceType.TOPIC, deadLetters, readsAndWrites);
    allow(acls, "store", ResourceType.GROUP, group, AclOperation.READ);
    allow(acls, "replay", ResourceType.TOPIC, topic, inspects);
    allow(acls, "replay", ResourceType.TOPIC, deadLetters, readsAndWrites);
    for (AclOperation operation : List.of(AclOperation.READ, AclOperation.DELETE)) {
      acls.add(
          new AclBinding(
              new ResourcePattern(ResourceType.GROUP, group + "-replay-", PatternType.PREFIXED),
              allowed("replay", operation)));
    }
    for (String user : List.of("store", "pause", "resume")) {
      acls.add(
          new AclBinding(
              new ResourcePattern(ResourceType.GROUP, group + "-control", PatternType.PREFIXED),
              allowed(user, AclOperation.READ)));
    }
    for (String user : List.of("pause", "resume")) {
      allow(acls, user, ResourceType.TOPIC, topic, AclOperation.READ);
      allow(acls, user, ResourceType.GROUP, group, AclOperation.DESCRIBE);
    }
    allow(acls, "reconcile", ResourceType.TOPIC, topic, inspects);
    allow(acls, "reconcile", ResourceType.TOPIC, deadLetters, AclOperation.READ);
    allow(acls, "reconcile", ResourceType.GROUP, group, AclOperation.DESCRIBE);
    allow(acls, "tail", ResourceType.TOPIC, topic, AclOperation.READ);
    allow(acls, "tail", ResourceType.TOPIC, deadLetters, AclOperation.READ);
    asKafkaAdmin(admin -> admin.createAcls(acls).all().get());
    return this;
  }

  private static void allow(
      List<AclBinding> acls,
      String user,
      ResourceType type,
      String name,
      AclOperation... operations) {
    for (AclOperation operation : operations) {
      acls.add(acl(user, type, name, operation));
    }
  }

  /** Returns the right of a user to an operation on a topic or group of exactly this name. */
  public static AclBinding acl(
      String user, ResourceType type, String name, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL), allowed(user, operation));
  }

  private static AccessControlEntry allowed(String user, AclOperation operation) {
    return new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW);
  }

  /** Grants the commands that use a keyspace their rights on it, which must exist. */
  public void allowKeyspace(String keyspace) {
    try (Cluster cluster = CassandraClients.builder(stack).build();
        Session session = cluster.connect()) {
      for (String grant :
          List.of(
              "SELECT ON %s TO store",
              "MODIFY ON %s TO store",
              "SELECT ON %s TO replay",
              "MODIFY ON %s TO replay",
              "SELECT ON %s TO reconcile")) {
        session.execute("GRANT " + String.format(Locale.ROOT, grant, "KEYSPACE " + keyspace));
      }
    }
  }

  /** Creates a database of {@code setup}, whose tables the other commands may use. */
  public Accounts createDatabase(String name) {
    stack
        .postgres()
        .execute(
            "postgres",
            String.format(
                Locale.ROOT,
                """
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'setup') THEN
                CREATE ROLE setup LOGIN PASSWORD '%s';
                CREATE ROLE ingest LOGIN PASSWORD '%s';
                CREATE ROLE publish LOGIN PASSWORD '%s';
                CREATE ROLE reconcile LOGIN PASSWORD '%s';
              END IF;
            END $$
            """,
                password("setup"),
                password("ingest"),
                password("publish"),
                password("reconcile")));
    stack.postgres().execute("postgres", "CREATE DATABASE " + name + " OWNER setup");
    for (String statement :
        List.of(
            "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC",
            "GRANT CONNECT ON DATABASE " + name + " TO ingest, publish, reconcile",
            "ALTER DEFAULT PRIVILEGES FOR ROLE setup GRANT SELECT, INSERT, UPDATE ON TABLES TO ingest,"
                + " publish",
            "ALTER DEFAULT PRIVILEGES FOR ROLE setup GRANT SELECT ON TABLES TO reconcile")) {
      stack.postgres().execute(name, statement);
    }
    return this;
  }

  private String password(String user) {
    return StackUsers.text(users.password(user));
  }

  private interface Request {
    Object of(Admin admin) throws ExecutionException, InterruptedException;
  }

  private void asKafkaAdmin(Request request) {
    try (Admin admin = KafkaClients.admin(stack)) {
      Object unused = request.of(admin);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
