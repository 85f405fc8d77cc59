package io.userstream.tests.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertThrows;

import com.datastax.driver.core.ConsistencyLevel;
import com.google.common.base.Throwables;
import io.userstream.io.cassandra.CassandraConnection;
import io.userstream.io.cassandra.ReadUserDigests;
import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.UserWrite;
import io.userstream.io.cassandra.UsersTable;
import io.userstream.io.cassandra.WriteUsers;
import io.userstream.model.UserChange;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.SharedStack;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.Before;
import org.junit.Test;

/**
 * Checks that the consistency level and the data center reach every statement. Both are set so that
 * each statement must fail: the cluster is a single node, in another data center.
 */
public class StatementSettingsIT {
  /** Requires more replicas than there are nodes. */
  private static final String THREE = "THREE";

  private static final String ELSEWHERE = "elsewhere";

  private final Flow flow = Flow.on(SharedStack.get(), "statements");

  @Before
  public void setUp() {
    flow.setUp();
  }

  @Test
  public void usersAreWrittenAtTheConsistencyLevel() {
    assertThat(
        faultOf(writing(connection().setConsistency(ConsistencyLevel.THREE))),
        containsString(THREE));
  }

  @Test
  public void usersAreWrittenInTheDataCenter() {
    assertThat(faultOf(writing(connection().setLocalDc(ELSEWHERE))), containsString("host"));
  }

  @Test
  public void rowsAreReadAtTheConsistencyLevel() {
    assertThat(
        faultOf(reading(connection().setConsistency(ConsistencyLevel.THREE))),
        containsString(THREE));
  }

  @Test
  public void rowsAreReadInTheDataCenter() {
    assertThat(faultOf(reading(connection().setLocalDc(ELSEWHERE))), containsString("host"));
  }

  private Pipeline writing(CassandraConnection.Builder connection) {
    Pipeline pipeline = Pipeline.create();
    UserBatch batch = UserBatch.of(List.of(new UserWrite(UserChange.erase(Publisher.id(1)), 1)));
    pipeline
        .apply(Create.of(batch).withCoder(UserBatchCoder.of()))
        .apply(WriteUsers.to(table(connection)));
    return pipeline;
  }

  private CassandraConnection.Builder connection() {
    return CassandraConnection.builder()
        .setHosts(List.of(flow.stack().cassandraHost()))
        .setPort(flow.stack().cassandraPort());
  }

  private UsersTable table(CassandraConnection.Builder connection) {
    return new UsersTable(connection.build(), flow.keyspace(), flow.table());
  }

  private Pipeline reading(CassandraConnection.Builder connection) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(ReadUserDigests.of(table(connection)));
    return pipeline;
  }

  private static String faultOf(Pipeline pipeline) {
    return Throwables.getStackTraceAsString(
        assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish()));
  }
}
