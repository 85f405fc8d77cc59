package io.userstream.tests.flow;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.RemoteEndpointAwareJdkSSLOptions;
import com.datastax.driver.core.SSLOptions;
import io.userstream.tests.stack.CassandraNode;
import io.userstream.tests.stack.CassandraTls;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.StackUsers;

/** Connects to Cassandra as its superuser, independent of the project's code. */
public final class CassandraClients {
  private CassandraClients() {}

  /** Describes a client that may do everything. The caller closes the cluster. */
  public static Cluster.Builder builder(LocalStack stack) {
    return stack
        .users()
        .map(
            users ->
                builder(stack, StackUsers.ADMIN, StackUsers.text(users.password(StackUsers.ADMIN))))
        .orElseGet(() -> builder(stack, CassandraNode.SUPERUSER, CassandraNode.SUPERUSER_PASSWORD));
  }

  static Cluster.Builder builder(LocalStack stack, String user, String password) {
    Cluster.Builder builder =
        Cluster.builder()
            .addContactPoints(stack.cassandraHost().split(","))
            .withPort(stack.cassandraPort())
            .withCredentials(user, password)
            .withoutMetrics();
    stack.cassandra().tls().ifPresent(tls -> builder.withSSL(ssl(tls)));
    return builder;
  }

  private static SSLOptions ssl(CassandraTls tls) {
    return RemoteEndpointAwareJdkSSLOptions.builder()
        .withSSLContext(tls.client().context())
        .build();
  }
}
