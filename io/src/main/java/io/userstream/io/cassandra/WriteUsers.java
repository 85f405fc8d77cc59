package io.userstream.io.cassandra;

import org.apache.beam.sdk.io.cassandra.CassandraIO;
import org.apache.beam.sdk.options.ValueProvider;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Writes users to their table and erases them, using {@link CassandraIO}. Every write has a fixed
 * write time, so late or repeated writes do not change the result. A write that is not acknowledged
 * fails the bundle.
 *
 * <pre>{@code
 * batches.apply(WriteUsers.to(table))
 * }</pre>
 */
public final class WriteUsers extends PTransform<PCollection<UserBatch>, PDone> {
  private static final long serialVersionUID = 1L;

  /** Longer than the server's write timeout (2 s), so that the server reports its timeout. */
  private static final int READ_TIMEOUT_MS = 12_000;

  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** Transient, because only {@code expand} uses it, on the driver. */
  private final transient UsersTable table;

  private WriteUsers(UsersTable table) {
    this.table = table;
  }

  /**
   * Writes to a table with the credentials, data center and consistency level of its connection.
   */
  public static WriteUsers to(UsersTable table) {
    return new WriteUsers(table);
  }

  @Override
  public PDone expand(PCollection<UserBatch> batches) {
    CassandraConnection cassandra = table.cassandra();
    CassandraIO.Write<UserBatch> write =
        CassandraIO.<UserBatch>write()
            .withHosts(cassandra.contactPoints())
            .withPort(cassandra.port())
            .withKeyspace(CreatedUsersTable.quoted(table.keyspace()))
            .withEntity(UserBatch.class)
            .withMapperFactoryFn(new UserBatchMapper.Factory(table.keyspace(), table.name()))
            .withConsistencyLevel(cassandra.consistency().name())
            .withConnectTimeout(CONNECT_TIMEOUT_MS)
            .withReadTimeout(READ_TIMEOUT_MS);
    if (cassandra.username() != null && cassandra.password() != null) {
      write =
          write
              .withUsername(ValueProvider.StaticValueProvider.of(cassandra.username()))
              .withPassword(new PasswordOnWorker(cassandra.password()));
    }
    if (cassandra.tls() != null) {
      write = write.withSsl(cassandra.driverTls());
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
