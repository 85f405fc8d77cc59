package io.userstream.io.cassandra;

import com.datastax.driver.core.ProtocolVersion;
import com.datastax.driver.core.Row;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.userstream.model.User;
import java.nio.ByteBuffer;
import java.util.UUID;
import javax.annotation.Nullable;

/**
 * The key and a fingerprint of a user's row. Digests allow comparing records with rows without
 * transferring either. Immutable.
 *
 * <p>The fingerprint is 64 bits of Murmur3 over the serialized cells. It is only compared between a
 * row and the record with the same key, where a collision has a probability of 2^-64.
 */
public record UserDigest(UUID id, long fingerprint) {
  private static final HashFunction HASH = Hashing.murmur3_128();

  /** Versions since 3 encode the types of the table in the same way. */
  private static final ProtocolVersion PROTOCOL = ProtocolVersion.V4;

  private static final int NO_VALUE = -1;

  /** Returns the digest of the row that a user should have. */
  public static UserDigest of(User user) {
    Hasher hasher = HASH.newHasher();
    for (UserColumn<?> column : CreatedUsersTable.columns()) {
      put(hasher, column.cell(user, PROTOCOL));
    }
    return new UserDigest(UUID.fromString(user.id()), hasher.hash().asLong());
  }

  /**
   * Returns the digest of a row.
   *
   * @param row all columns, in the order of {@link CreatedUsersTable#columns}
   */
  static UserDigest of(Row row) {
    Hasher hasher = HASH.newHasher();
    for (int i = 0; i < CreatedUsersTable.columns().size(); i++) {
      put(hasher, row.getBytesUnsafe(i));
    }
    return new UserDigest(row.getUUID(0), hasher.hash().asLong());
  }

  /** Hashes the length first, so that different splits of the same bytes into cells differ. */
  private static void put(Hasher hasher, @Nullable ByteBuffer cell) {
    if (cell == null) {
      hasher.putInt(NO_VALUE);
    } else {
      hasher.putInt(cell.remaining()).putBytes(cell);
    }
  }
}
