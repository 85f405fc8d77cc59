package io.userstream.model;

import javax.annotation.Nullable;

/** Decodes records of the users topic. */
public final class UserRecordDecoder {
  public UserRecordDecoder(SchemaLookup schemas) {}

  public UserChange decode(@Nullable byte[] key, @Nullable byte[] value)
      throws RejectedUserException {
    if (key == null) {
      throw new RejectedUserException(RejectReason.INVALID_KEY, "no key");
    }
    return UserChange.erase("");
  }
}
