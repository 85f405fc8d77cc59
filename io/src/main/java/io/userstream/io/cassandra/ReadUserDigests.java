package io.userstream.io.cassandra;

import java.util.Iterator;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.cassandra.CassandraIO;
import org.apache.beam.sdk.options.ValueProvider;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads every row of the users' table through {@link CassandraIO}, as a {@link UserDigest}. Fails
 * when a part of the table cannot be read.
 *
 * <pre>{@code
 * pipeline.apply(ReadUserDigests.of(table))
 * }</pre>
 *
 * @param <T> the elements: digests, or what {@link #as} makes of them
 */
public final class ReadUserDigests<T> extends PTransform<PBegin, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  /** Enough to keep some dozens of workers busy; each costs one query. */
  private static final int MIN_SPLITS = 64;

  /** Runners hold what is made of a split until all of it is read. */
  private static final long ROWS_PER_SPLIT = 50_000;

  private static final int MAX_SPLITS = 2_048;

  /** Above the server's own range read time-out of 10 s, so that the server's answer is heard. */
  private static final int READ_TIMEOUT_MS = 15_000;

  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** Transient: a transform is expanded where it was made, and what it becomes has a copy. */
  private final transient UsersTable table;

  private final int splits;
  private final SerializableFunction<Iterator<UserDigest>, Iterator<T>> each;
  private final Coder<T> coder;

  private ReadUserDigests(
      UsersTable table,
      int splits,
      SerializableFunction<Iterator<UserDigest>, Iterator<T>> each,
      Coder<T> coder) {
    this.table = table;
    this.splits = splits;
    this.each = each;
    this.coder = coder;
  }

  /** Reads this table, with the credentials and the consistency level of the connection. */
  public static ReadUserDigests<UserDigest> of(UsersTable table) {
    return new ReadUserDigests<>(table, MIN_SPLITS, rows -> rows, UserDigestCoder.of());
  }

  /** Splits the table so that about so many rows can be read in little memory. */
  public ReadUserDigests<T> expecting(long rows) {
    long wanted = Math.min(MAX_SPLITS, Math.max(MIN_SPLITS, rows / ROWS_PER_SPLIT));
    return new ReadUserDigests<>(table, (int) wanted, each, coder);
  }

  /**
   * Makes something of the rows where they are read: no runner then holds the rows themselves.
   *
   * @param each what is made of the rows of one range of the ring, while they are read. It is
   *     called by several threads
   * @param coder of what it gives
   */
  public <V> ReadUserDigests<V> as(
      SerializableFunction<Iterator<UserDigest>, Iterator<V>> each, Coder<V> coder) {
    return new ReadUserDigests<>(table, splits, each, coder);
  }

  @Override
  public PCollection<T> expand(PBegin input) {
    CassandraConnection connection = table.cassandra();
    CassandraIO.Read<T> read =
        CassandraIO.<T>read()
            .withHosts(connection.hosts())
            .withPort(connection.port())
            .withKeyspace(CreatedUsersTable.quoted(table.keyspace()))
            .withTable(CreatedUsersTable.quoted(table.name()))
            .withQuery(query())
            .withEntity(entity())
            .withCoder(coder)
            .withMapperFactoryFn(new UserDigestMapper.Factory<>(each))
            .withConsistencyLevel(connection.consistency().name())
            .withMinNumberOfSplits(splits)
            .withConnectTimeout(CONNECT_TIMEOUT_MS)
            .withReadTimeout(READ_TIMEOUT_MS);
    if (connection.username() != null) {
      read =
          read.withUsername(ValueProvider.StaticValueProvider.of(connection.username()))
              .withPassword(new HiddenText(connection.resolvedPassword()));
    }
    if (connection.localDc() != null) {
      read = read.withLocalDc(connection.localDc());
    }
    return input.apply("CassandraIO", read);
  }

  @SuppressWarnings("unchecked") // A class has no type arguments, and only a default mapper asks.
  private Class<T> entity() {
    return (Class<T>) coder.getEncodedTypeDescriptor().getRawType();
  }

  private String query() {
    return CreatedUsersTable.columns().stream()
        .map(UserColumn::name)
        .collect(
            Collectors.joining(
                ", ",
                "SELECT ",
                " FROM " + CreatedUsersTable.qualifiedName(table.keyspace(), table.name())));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("contactPoints", String.join(",", table.cassandra().hosts())))
        .add(DisplayData.item("table", table.toString()));
  }
}
