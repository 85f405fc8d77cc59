package io.userstream.io.registry;

import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.model.UserJson;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import javax.annotation.Nullable;

/** Encodes users for the topic: as Avro with a registered schema, or as JSON. Immutable. */
public final class UserEncoding implements Serializable {
  private static final long serialVersionUID = 1L;

  @Nullable private final Integer schemaId;

  private UserEncoding(@Nullable Integer schemaId) {
    this.schemaId = schemaId;
  }

  /**
   * Waits for the registry and checks that this build's schema is registered.
   *
   * @param registry empty for JSON
   * @throws io.userstream.runloop.servers.ServerException as {@link UsersRegistry#requireOwnId}
   */
  public static UserEncoding require(Optional<UsersRegistry> registry, Duration timeout)
      throws InterruptedException {
    return new UserEncoding(registry.isEmpty() ? null : registry.get().requireOwnId(timeout));
  }

  /** Returns the value of the user's record. */
  public byte[] encode(User user) {
    return schemaId == null ? UserJson.write(user) : UserAvro.write(user, schemaId);
  }
}
