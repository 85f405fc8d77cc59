package io.userstream.tests.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import com.google.common.collect.Sets;
import io.userstream.io.cassandra.CassandraConnection;
import io.userstream.io.cassandra.CreatedUsersTable;
import io.userstream.io.cassandra.KeptWriters;
import io.userstream.io.cassandra.ReadUserDigests;
import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.UserWrite;
import io.userstream.io.cassandra.UsersTable;
import io.userstream.io.cassandra.WriteUsers;
import io.userstream.model.UserChange;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.network.TcpProxy;
import io.userstream.tests.stack.SharedStack;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.Before;
import org.junit.Test;

/** Runs pipelines in this JVM, one after the other, like the runs of a job. */
public class KeptSessionsIT {
  private final Flow flow = Flow.on(SharedStack.get(), "sessions");

  @Before
  public void setUp() {
    flow.setUp();
  }

  @Test
  public void nextRunUsesTheConnectionsOfTheLastOne() {
    Set<Integer> others = connections();
    write(1);
    Set<Integer> first = Sets.difference(connections(), others).immutableCopy();
    write(2);

    assertThat(Sets.intersection(first, connections()), not(empty()));
    assertThat(flow.contents().rowIds(), contains(Publisher.id(1), Publisher.id(2)));
  }

  @Test
  public void connectionsOfAFailedRunAreNotUsedAgain() {
    Set<Integer> others = connections();
    write(1);
    Set<Integer> first = Sets.difference(connections(), others).immutableCopy();
    flow.contents().execute("DROP TABLE " + flow.keyspace() + "." + flow.table());
    assertThrows(RuntimeException.class, () -> write(2));
    assertThat(Sets.intersection(first, connections()), is(empty()));

    flow.prepare("setup");
    write(2);

    assertThat(flow.contents().rowIds(), contains(Publisher.id(2)));
  }

  /** CassandraIO keeps the cluster of its reads, which learns about a table up to a second late. */
  @Test
  public void tableThatIsNewCanBeRead() {
    read(flow.table());
    flow.contents().execute(CreatedUsersTable.createStatement(flow.keyspace(), "fresh"));

    read("fresh");
  }

  /** CassandraIO keeps the cluster of its reads, which the driver closes if it cannot connect. */
  @Test
  public void readSucceedsAfterOneThatCouldNotConnect() {
    try (TcpProxy proxy = new TcpProxy(flow.stack().cassandraPort())) {
      proxy.cut();
      assertThrows(RuntimeException.class, () -> read(flow.table(), proxy.port()));
      proxy.mend();

      read(flow.table(), proxy.port());
    }
  }

  private void read(String table) {
    read(table, flow.stack().cassandraPort());
  }

  private void read(String table, int port) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(ReadUserDigests.of(new UsersTable(connection(port), flow.keyspace(), table)));
    pipeline.run().waitUntilFinish();
  }

  private Set<Integer> connections() {
    return flow.contents().query("SELECT port FROM system_views.clients").stream()
        .map(client -> client.getInt("port"))
        .collect(Collectors.toSet());
  }

  private void write(int number) {
    Pipeline pipeline = Pipeline.create();
    UserChange user = UserChange.keep(Publisher.user(number));
    pipeline
        .apply(
            Create.of(UserBatch.of(List.of(new UserWrite(user, 1)))).withCoder(UserBatchCoder.of()))
        .apply(
            WriteUsers.to(
                new UsersTable(
                    connection(flow.stack().cassandraPort()), flow.keyspace(), flow.table())));
    KeptWriters.in(pipeline);
    pipeline.run().waitUntilFinish();
  }

  private CassandraConnection connection(int port) {
    return CassandraConnection.builder()
        .setHosts(List.of(flow.stack().cassandraHost()))
        .setPort(port)
        .build();
  }
}
