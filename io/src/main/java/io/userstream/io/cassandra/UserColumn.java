package io.userstream.io.cassandra;

import com.datastax.driver.core.DataType;
import com.datastax.driver.core.ProtocolVersion;
import com.datastax.driver.core.TypeCodec;
import io.userstream.model.User;
import java.nio.ByteBuffer;
import java.util.function.Function;
import javax.annotation.Nullable;

/**
 * A column of the users table: its name, its CQL type, and a function that returns a user's value.
 * Immutable and thread-safe.
 *
 * @param <T> the Java type of the values
 */
public final class UserColumn<T> {
  private final String name;
  private final TypeCodec<T> codec;
  private final Function<User, T> value;

  UserColumn(String name, TypeCodec<T> codec, Function<User, T> value) {
    this.name = name;
    this.codec = codec;
    this.value = value;
  }

  public String name() {
    return name;
  }

  /** Returns whether this is the primary key. Every other column can be null. */
  boolean isKey() {
    return name.equals(CreatedUsersTable.KEY);
  }

  public DataType type() {
    return codec.getCqlType();
  }

  /** Returns the CQL name of the type. */
  String cqlType() {
    return cqlName(type());
  }

  /** Returns the user's value in this column, or null if the user has none. */
  @Nullable
  T of(User user) {
    return value.apply(user);
  }

  /** Returns the user's serialized value, or null if the user has none. */
  @Nullable
  ByteBuffer cell(User user, ProtocolVersion protocol) {
    T present = value.apply(user);
    return present == null ? null : codec.serialize(present, protocol);
  }

  /** Returns the CQL name of a type. The driver uses both text and varchar for text. */
  static String cqlName(DataType type) {
    return type.equals(DataType.varchar()) ? "text" : type.toString();
  }

  @Override
  public String toString() {
    return name + " " + cqlType();
  }
}
