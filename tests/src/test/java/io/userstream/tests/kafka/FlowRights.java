package io.userstream.tests.kafka;

import io.userstream.tests.flow.Accounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** Grants users of a Kafka their rights. */
final class FlowRights {
  private final Supplier<Admin> admin;

  /**
   * Grants rights as an administrator.
   *
   * @param admin opens a client, which is closed after each use
   */
  FlowRights(Supplier<Admin> admin) {
    this.admin = admin;
  }

  /** Grants a user the documented rights of setup, publishing, store, reconcile and tail. */
  void allowFlow(String user, String name) throws Exception {
    try (Admin granting = admin.get()) {
      List<AclBinding> acls = new ArrayList<>();
      for (String topic : List.of(name, name + ".dlq")) {
        for (AclOperation operation :
            List.of(
                AclOperation.READ,
                AclOperation.WRITE,
                AclOperation.CREATE,
                AclOperation.DESCRIBE_CONFIGS)) {
          acls.add(Accounts.acl(user, ResourceType.TOPIC, topic, operation));
        }
      }
      acls.add(Accounts.acl(user, ResourceType.GROUP, name + "-store", AclOperation.READ));
      granting.createAcls(acls).all().get();
    }
  }

  /** Grants a user to describe a topic. */
  void allowDescribe(String user, String topic) throws Exception {
    try (Admin granting = admin.get()) {
      granting
          .createAcls(List.of(Accounts.acl(user, ResourceType.TOPIC, topic, AclOperation.DESCRIBE)))
          .all()
          .get();
    }
  }
}
