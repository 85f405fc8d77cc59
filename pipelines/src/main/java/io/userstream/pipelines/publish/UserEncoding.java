package io.userstream.pipelines.publish;

import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.model.UserJson;
import java.io.Serializable;
import java.util.Optional;
import javax.annotation.Nullable;

/** How a user is written into the topic: as Avro of a registered schema, or as JSON. Immutable. */
public final class UserEncoding implements Serializable {
  private static final long serialVersionUID = 1L;

  @Nullable private final Integer schemaId;

  private UserEncoding(@Nullable Integer schemaId) {
    this.schemaId = schemaId;
  }

  /** Avro under that id of the registry, or JSON without one. */
  public static UserEncoding of(Optional<Integer> schemaId) {
    return new UserEncoding(schemaId.orElse(null));
  }

  /** The value of the user's record. */
  public byte[] encode(User user) {
    return schemaId == null ? UserJson.write(user) : UserAvro.write(user, schemaId);
  }
}
