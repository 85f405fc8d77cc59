package io.userstream.io.cassandra;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import java.util.List;
import javax.annotation.Nullable;
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
 * batches.apply(WriteUsers.to(hosts, 9042, "spark_streams", "created_users"))
 * }</pre>
 */
@AutoValue
public abstract class WriteUsers extends PTransform<PCollection<UserBatch>, PDone> {
  private static final long serialVersionUID = 1L;

  /** Above the server's own write time-out of 2 s, so that the server's answer is heard. */
  private static final int READ_TIMEOUT_MS = 12_000;

  private static final int CONNECT_TIMEOUT_MS = 5_000;

  abstract ImmutableList<String> hosts();

  abstract int port();

  abstract String keyspace();

  abstract String table();

  @Nullable
  abstract String username();

  @Nullable
  abstract ValueProvider<String> password();

  @Nullable
  abstract String localDc();

  abstract String consistency();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setHosts(List<String> hosts);

    abstract Builder setPort(int port);

    abstract Builder setKeyspace(String keyspace);

    abstract Builder setTable(String table);

    abstract Builder setUsername(String username);

    abstract Builder setPassword(ValueProvider<String> password);

    abstract Builder setLocalDc(@Nullable String localDc);

    abstract Builder setConsistency(String consistency);

    abstract WriteUsers build();
  }

  /** Writes to this table, by contact points that share a port. */
  public static WriteUsers to(List<String> hosts, int port, String keyspace, String table) {
    checkArgument(!hosts.isEmpty(), "no contact points");
    return new AutoValue_WriteUsers.Builder()
        .setHosts(hosts)
        .setPort(port)
        .setKeyspace(keyspace)
        .setTable(table)
        .setConsistency("LOCAL_QUORUM")
        .build();
  }

  /** Logs in; the password shows in no text form of the graph. */
  public WriteUsers withCredentials(String username, String password) {
    return toBuilder().setUsername(username).setPassword(new HiddenText(password)).build();
  }

  /** Asks only nodes of this data centre; null for that of the first contact point. */
  public WriteUsers withLocalDc(@Nullable String localDc) {
    return toBuilder().setLocalDc(localDc).build();
  }

  /** Sets the consistency level; LOCAL_QUORUM by default. */
  public WriteUsers withConsistency(String consistency) {
    return toBuilder().setConsistency(consistency).build();
  }

  @Override
  public PDone expand(PCollection<UserBatch> batches) {
    CassandraIO.Write<UserBatch> write =
        CassandraIO.<UserBatch>write()
            .withHosts(hosts())
            .withPort(port())
            .withKeyspace(keyspace())
            .withEntity(UserBatch.class)
            .withMapperFactoryFn(new UserBatchMapper.Factory(keyspace(), table()))
            .withConsistencyLevel(consistency())
            .withConnectTimeout(CONNECT_TIMEOUT_MS)
            .withReadTimeout(READ_TIMEOUT_MS);
    if (username() != null) {
      write =
          write
              .withUsername(ValueProvider.StaticValueProvider.of(username()))
              .withPassword(password());
    }
    if (localDc() != null) {
      write = write.withLocalDc(localDc());
    }
    return batches.apply("CassandraIO", write);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("contactPoints", String.join(",", hosts())))
        .add(DisplayData.item("table", keyspace() + "." + table()))
        .add(DisplayData.item("consistency", consistency()))
        .addIfNotNull(DisplayData.item("localDc", localDc()));
  }
}
