package io.userstream.io.cassandra;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A few hundred writes, from which {@link UserBatchMapper} builds CQL batches for the same
 * replicas.
 */
@AutoValue
@DefaultCoder(UserBatchCoder.class)
public abstract class UserBatch {
  public abstract ImmutableList<UserWrite> writes();

  public static UserBatch of(List<UserWrite> writes) {
    return new AutoValue_UserBatch(ImmutableList.copyOf(writes));
  }
}
