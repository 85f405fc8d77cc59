package io.userstream.io.cassandra;

import com.datastax.driver.core.ProtocolVersion;
import com.datastax.driver.core.Row;
import com.google.auto.value.AutoValue;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.userstream.model.User;
import java.nio.ByteBuffer;
import java.util.UUID;
import javax.annotation.Nullable;

/**
 * A user's row by its key and a fingerprint of all its columns, so that what a record asks for and
 * what stands in the table can be compared without moving either. Immutable.
 *
 * <p>The fingerprint is 64 bits of Murmur3 over the cells as the server has them. It is compared
 * only between a row and the record of the same key, where two contents look alike by chance once
 * in 2^64.
 */
@AutoValue
public abstract class UserDigest {
  private static final HashFunction HASH = Hashing.murmur3_128();

  /** The types of the table are encoded alike in every version from 3 on. */
  private static final ProtocolVersion PROTOCOL = ProtocolVersion.V4;

  private static final int NO_VALUE = -1;

  public abstract UUID id();

  public abstract long fingerprint();

  public static UserDigest of(UUID id, long fingerprint) {
    return new AutoValue_UserDigest(id, fingerprint);
  }

  /** The digest of the row that a user should have. */
  public static UserDigest of(User user) {
    Hasher hasher = HASH.newHasher();
    for (UserColumn<?> column : CreatedUsersTable.columns()) {
      put(hasher, column.cell(user, PROTOCOL));
    }
    return of(UUID.fromString(user.id()), hasher.hash().asLong());
  }

  /**
   * The digest of a row.
   *
   * @param row all columns, in the order of {@link CreatedUsersTable#columns}
   */
  static UserDigest of(Row row) {
    Hasher hasher = HASH.newHasher();
    for (int i = 0; i < CreatedUsersTable.columns().size(); i++) {
      put(hasher, row.getBytesUnsafe(i));
    }
    return of(row.getUUID(0), hasher.hash().asLong());
  }

  /** The length goes first, so that no text can pass for the end of one cell and the next. */
  private static void put(Hasher hasher, @Nullable ByteBuffer cell) {
    if (cell == null) {
      hasher.putInt(NO_VALUE);
    } else {
      hasher.putInt(cell.remaining()).putBytes(cell);
    }
  }
}
