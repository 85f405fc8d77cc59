package io.userstream.io.cassandra;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A few hundred writes, from which {@link UserBatchMapper} builds CQL batches for the same
 * replicas.
 */
@DefaultCoder(UserBatchCoder.class)
public record UserBatch(ImmutableList<UserWrite> writes) {
  public static UserBatch of(List<UserWrite> writes) {
    return new UserBatch(ImmutableList.copyOf(writes));
  }
}
