package io.userstream.io.cassandra;

import org.apache.beam.sdk.io.cassandra.CassandraIO;
import org.apache.beam.sdk.options.ValueProvider;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Writes users to their table, and erases them from it, through {@link CassandraIO}. Every write
 * carries its own write time, so it may be repeated, late or early, without changing the outcome. A
 * write that is not acknowledged fails the bundle.
 *
 * <pre>{@code
 * batches.apply(WriteUsers.to(table))
 * }</pre>
 */
public final class WriteUsers extends PTransform<PCollection<UserBatch>, PDone> {
  private static final long serialVersionUID = 1L;

  /** Above the server's own write time-out of 2 s, so that the server's answer is heard. */
  private static final int READ_TIMEOUT_MS = 12_000;

  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** Transient: a transform is expanded where it was made. */
  private final transient UsersTable table;

  private WriteUsers(UsersTable table) {
    this.table = table;
  }

  /**
   * Writes to this table, with the login, the data center and the consistency level of its
   * connection.
   */
  public static WriteUsers to(UsersTable table) {
    return new WriteUsers(table);
  }

  @Override
  public PDone expand(PCollection<UserBatch> batches) {
    CassandraConnection cassandra = table.cassandra();
    CassandraIO.Write<UserBatch> write =
        CassandraIO.<UserBatch>write()
            .withHosts(cassandra.hosts())
            .withPort(cassandra.port())
            .withKeyspace(table.keyspace())
            .withEntity(UserBatch.class)
            .withMapperFactoryFn(new UserBatchMapper.Factory(table.keyspace(), table.name()))
            .withConsistencyLevel(cassandra.consistency().name())
            .withConnectTimeout(CONNECT_TIMEOUT_MS)
            .withReadTimeout(READ_TIMEOUT_MS);
    if (cassandra.username() != null) {
      write =
          write
              .withUsername(ValueProvider.StaticValueProvider.of(cassandra.username()))
              .withPassword(new HiddenText(cassandra.resolvedPassword()));
    }
    if (cassandra.localDc() != null) {
      write = write.withLocalDc(cassandra.localDc());
    }
    return batches.apply("CassandraIO", write);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    CassandraConnection cassandra = table.cassandra();
    builder
        .add(DisplayData.item("contactPoints", String.join(",", cassandra.hosts())))
        .add(DisplayData.item("table", table.toString()))
        .add(DisplayData.item("consistency", cassandra.consistency().name()))
        .addIfNotNull(DisplayData.item("localDc", cassandra.localDc()));
  }
}
