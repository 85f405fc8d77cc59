package io.userstream.io.cassandra;

import com.datastax.driver.core.DataType;
import com.datastax.driver.core.ProtocolVersion;
import com.datastax.driver.core.TypeCodec;
import io.userstream.model.User;
import java.nio.ByteBuffer;
import java.util.function.Function;
import javax.annotation.Nullable;

/**
 * A column of the users' table: its name, its CQL type, and the value that a user has in it.
 * Immutable and safe for use by several threads.
 *
 * @param <T> the Java type of its values
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

  /** Returns whether this is the column of the primary key. Every other column may be null. */
  boolean isKey() {
    return name.equals(CreatedUsersTable.KEY);
  }

  public DataType type() {
    return codec.getCqlType();
  }

  /** Returns the name of the type in CQL. */
  String cqlType() {
    return cqlName(type());
  }

  /** Returns the user's value in this column, or null if the user has none. */
  @Nullable
  T of(User user) {
    return value.apply(user);
  }

  /** Returns the user's value as the server stores it, or null if the user has none. */
  @Nullable
  ByteBuffer cell(User user, ProtocolVersion protocol) {
    T present = value.apply(user);
    return present == null ? null : codec.serialize(present, protocol);
  }

  /** Returns the CQL name of a type. The driver calls text either text or varchar. */
  static String cqlName(DataType type) {
    return type.equals(DataType.varchar()) ? "text" : type.toString();
  }

  @Override
  public String toString() {
    return name + " " + cqlType();
  }
}
