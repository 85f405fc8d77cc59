package io.userstream.io.cassandra;

import com.google.auto.value.AutoValue;
import java.util.List;
import org.apache.beam.sdk.schemas.AccessorSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaCreate;

/**
 * Some hundred writes that travel together, so that those for the same replicas can be found among
 * them. It is not one batch of the server: {@link UserBatchMapper} cuts it into those.
 */
@AutoValue
@DefaultSchema(AccessorSchema.class)
public abstract class UserBatch {
  @SuppressWarnings("AutoValueImmutableFields") // the schemas of Beam know List alone
  public abstract List<UserWrite> writes();

  /** Wraps the list, which must not change afterwards. */
  @SchemaCreate
  public static UserBatch of(List<UserWrite> writes) {
    return new AutoValue_UserBatch(writes);
  }
}
