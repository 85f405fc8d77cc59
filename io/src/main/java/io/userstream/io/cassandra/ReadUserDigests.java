package io.userstream.io.cassandra;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.cassandra.CassandraIO;
import org.apache.beam.sdk.io.cassandra.RingRange;
import org.apache.beam.sdk.options.ValueProvider;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Reads every row of the users table as a {@link UserDigest}, using {@link CassandraIO}. Fails if
 * any part of the table cannot be read.
 *
 * <pre>{@code
 * pipeline.apply(ReadUserDigests.of(table))
 * }</pre>
 *
 * @param <T> the elements: digests, or the result of {@link #as}
 */
public final class ReadUserDigests<T> extends PTransform<PBegin, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  /** Enough for dozens of workers. Each split costs one query. */
  private static final int MIN_SPLITS = 64;

  /** Runners hold the output of a split in memory until the whole split is read. */
  private static final long ROWS_PER_SPLIT = 50_000;

  private static final int MAX_SPLITS = 2_048;

  /** Longer than the server's range read timeout (10 s), so that the server reports its timeout. */
  private static final int READ_TIMEOUT_MS = 15_000;

  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** Transient, because only {@code expand} uses it, on the driver. */
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

  /** Reads a table with the credentials and the consistency level of its connection. */
  public static ReadUserDigests<UserDigest> of(UsersTable table) {
    return new ReadUserDigests<>(table, MIN_SPLITS, rows -> rows, UserDigestCoder.of());
  }

  /** Sets the expected number of rows, which determines the number of splits and limits memory. */
  public ReadUserDigests<T> expecting(long rows) {
    long wanted = Math.min(MAX_SPLITS, Math.max(MIN_SPLITS, rows / ROWS_PER_SPLIT));
    return new ReadUserDigests<>(table, (int) wanted, each, coder);
  }

  /**
   * Transforms rows while they are read, so that runners do not hold the rows in memory.
   *
   * @param each transforms the rows of one token range; called by several threads
   * @param coder the coder of the transformed elements
   */
  public <V> ReadUserDigests<V> as(
      SerializableFunction<Iterator<UserDigest>, Iterator<V>> each, Coder<V> coder) {
    return new ReadUserDigests<>(table, splits, each, coder);
  }

  /** Reads the rows of some users instead of all rows. */
  public ById<T> byId() {
    return new ById<>(this);
  }

  @Override
  public PCollection<T> expand(PBegin input) {
    return input
        .apply("Splits", Create.of(split(read())).withCoder(readCoder()))
        .apply("CassandraIO", CassandraIO.<T>readAll().withCoder(coder));
  }

  private static <T> Coder<CassandraIO.Read<T>> readCoder() {
    return SerializableCoder.of(new TypeDescriptor<CassandraIO.Read<T>>() {});
  }

  private CassandraIO.Read<T> read() {
    CassandraConnection connection = table.cassandra();
    CassandraIO.Read<T> read =
        CassandraIO.<T>read()
            .withHosts(connection.contactPoints().forReader())
            .withPort(connection.port())
            .withKeyspace(CreatedUsersTable.quoted(table.keyspace()))
            .withTable(CreatedUsersTable.quoted(table.name()))
            .withQuery(query())
            .withEntity(entity())
            .withCoder(coder)
            .withMapperFactoryFn(
                new UserDigestMapper.Factory<>(
                    CreatedUsersTable.quoted(table.keyspace()),
                    CreatedUsersTable.quoted(table.name()),
                    each))
            .withConsistencyLevel(connection.consistency().name())
            .withConnectTimeout(CONNECT_TIMEOUT_MS)
            .withReadTimeout(READ_TIMEOUT_MS);
    if (connection.username() != null && connection.password() != null) {
      read =
          read.withUsername(ValueProvider.StaticValueProvider.of(connection.username()))
              .withPassword(new PasswordOnWorker(connection.password()));
    }
    if (connection.tls() != null) {
      read = read.withSsl(connection.driverTls());
    }
    if (connection.localDc() != null) {
      read = read.withLocalDc(connection.localDc());
    }
    return read;
  }

  private List<CassandraIO.Read<T>> split(CassandraIO.Read<T> read) {
    return TokenRanges.of(splits).stream().flatMap(range -> reads(read, range)).toList();
  }

  /**
   * Returns the reads of a range. CassandraIO would format the tokens of a wrapping range in the
   * locale of the process, which may have other digits than CQL.
   */
  private Stream<CassandraIO.Read<T>> reads(CassandraIO.Read<T> read, RingRange range) {
    if (!range.isWrapping()) {
      return Stream.of(read.withRingRanges(Set.of(range)));
    }
    String token = query() + " WHERE token(" + CreatedUsersTable.KEY + ")";
    return Stream.of(
        read.withQuery(token + " >= " + range.getStart()),
        read.withQuery(token + " < " + range.getEnd()));
  }

  @SuppressWarnings(
      "unchecked") // A class has no type arguments. Only CassandraIO's default mapper needs one.
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

  /**
   * Reads the rows of some users, given as lists of ids. A list is one query, so it should have a
   * few dozen ids. Users without a row are left out.
   *
   * @param <T> see {@link ReadUserDigests}
   */
  public static final class ById<T> extends PTransform<PCollection<String>, PCollection<T>> {
    private static final long serialVersionUID = 1L;

    private final ReadUserDigests<T> all;

    private ById(ReadUserDigests<T> all) {
      this.all = all;
    }

    /** Expands the transform; the ids of a list are separated by commas. */
    @Override
    public PCollection<T> expand(PCollection<String> ids) {
      CassandraIO.Read<T> read = all.read();
      String select = all.query() + " WHERE " + CreatedUsersTable.KEY + " IN (";
      return ids.apply("Queries", ParDo.of(new QueryFn<>(read, select)))
          .setCoder(readCoder())
          .apply("CassandraIO", CassandraIO.<T>readAll().withCoder(all.coder));
    }
  }

  private static final class QueryFn<T> extends DoFn<String, CassandraIO.Read<T>> {
    private static final long serialVersionUID = 1L;

    private final CassandraIO.Read<T> read;
    private final String select;

    QueryFn(CassandraIO.Read<T> read, String select) {
      this.read = read;
      this.select = select;
    }

    @ProcessElement
    public void query(@Element String ids, OutputReceiver<CassandraIO.Read<T>> out) {
      out.output(read.withQuery(select + ids + ")"));
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("contactPoints", String.join(",", table.cassandra().hosts())))
        .add(DisplayData.item("table", table.toString()));
  }
}
