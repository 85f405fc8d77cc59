package io.userstream.io.cassandra;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Some hundred writes that travel together, so that those for the same replicas can be found among
 * them. It is not one batch of the server: {@link UserBatchMapper} cuts it into those.
 */
@AutoValue
@DefaultCoder(UserBatchCoder.class)
public abstract class UserBatch {
  public abstract ImmutableList<UserWrite> writes();

  public static UserBatch of(List<UserWrite> writes) {
    return new AutoValue_UserBatch(ImmutableList.copyOf(writes));
  }
}
