package io.userstream.io.cassandra;

import java.util.stream.Collectors;
import org.apache.beam.sdk.io.cassandra.CassandraIO;
import org.apache.beam.sdk.options.ValueProvider;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads every row of the users' table through {@link CassandraIO}, as a {@link UserDigest}. Fails
 * when a part of the table cannot be read.
 *
 * <pre>{@code
 * pipeline.apply(ReadUserDigests.of(connection, "spark_streams", "created_users"))
 * }</pre>
 */
public final class ReadUserDigests extends PTransform<PBegin, PCollection<UserDigest>> {
  private static final long serialVersionUID = 1L;

  /** Enough to keep some dozens of workers busy; each costs one query. */
  private static final int MIN_SPLITS = 64;

  /** Runners hold what is read of a split until all of it is read. */
  private static final long ROWS_PER_SPLIT = 50_000;

  private static final int MAX_SPLITS = 2_048;

  /** Above the server's own range read time-out of 10 s, so that the server's answer is heard. */
  private static final int READ_TIMEOUT_MS = 15_000;

  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** Transient: a transform is expanded where it was made, and what it becomes has a copy. */
  private final transient CassandraConnection connection;

  private final String keyspace;
  private final String table;
  private final int splits;

  private ReadUserDigests(
      CassandraConnection connection, String keyspace, String table, int splits) {
    this.connection = connection;
    this.keyspace = keyspace;
    this.table = table;
    this.splits = splits;
  }

  /** Reads this table, with the credentials and the consistency level of the connection. */
  public static ReadUserDigests of(CassandraConnection connection, String keyspace, String table) {
    return new ReadUserDigests(connection, keyspace, table, MIN_SPLITS);
  }

  /** Splits the table so that about so many rows can be read in little memory. */
  public ReadUserDigests expecting(long rows) {
    long wanted = Math.min(MAX_SPLITS, Math.max(MIN_SPLITS, rows / ROWS_PER_SPLIT));
    return new ReadUserDigests(connection, keyspace, table, (int) wanted);
  }

  @Override
  public PCollection<UserDigest> expand(PBegin input) {
    CassandraIO.Read<UserDigest> read =
        CassandraIO.<UserDigest>read()
            .withHosts(connection.hosts())
            .withPort(connection.port())
            .withKeyspace(CreatedUsersTable.quoted(keyspace))
            .withTable(CreatedUsersTable.quoted(table))
            .withQuery(query())
            .withEntity(UserDigest.class)
            .withCoder(UserDigestCoder.of())
            .withMapperFactoryFn(new UserDigestMapper.Factory())
            .withConsistencyLevel(connection.consistency().name())
            .withMinNumberOfSplits(splits)
            .withConnectTimeout(CONNECT_TIMEOUT_MS)
            .withReadTimeout(READ_TIMEOUT_MS);
    if (connection.username() != null) {
      read =
          read.withUsername(ValueProvider.StaticValueProvider.of(connection.username()))
              .withPassword(new HiddenText(connection.password()));
    }
    if (connection.localDc() != null) {
      read = read.withLocalDc(connection.localDc());
    }
    return input.apply("CassandraIO", read);
  }

  private String query() {
    return CreatedUsersTable.columns().stream()
        .map(CreatedUsersTable.Column::name)
        .collect(
            Collectors.joining(
                ", ", "SELECT ", " FROM " + CreatedUsersTable.qualifiedName(keyspace, table)));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("contactPoints", String.join(",", connection.hosts())))
        .add(DisplayData.item("table", keyspace + "." + table));
  }
}
