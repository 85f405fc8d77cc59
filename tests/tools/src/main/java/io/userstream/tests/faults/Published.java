package io.userstream.tests.faults;

import io.userstream.model.User;
import io.userstream.model.UserJson;
import io.userstream.tests.flow.Publisher;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A sent record.
 *
 * @param number unique number from 0; it is in a header, and in the row of a user
 * @param key number of the user
 */
record Published(int number, long key, Kind kind) {
  /** The effect of a record on the row of its user. */
  enum Kind {
    /** Creates the row or replaces all of it. */
    USER,
    /** Erases the row. */
    TOMBSTONE,
    /** Leaves the row unchanged and becomes a dead letter. */
    POISON
  }

  private static final String NUMBER = "number";

  String id() {
    return Publisher.id(key);
  }

  /**
   * Returns the user that this record describes. It has the same id as the user's other records but
   * is another person, to reveal a row that mixes two records. Every third one has no phone, to
   * reveal a value that remained from an earlier record.
   */
  User user() {
    return Publisher.user(number).toBuilder()
        .setId(id())
        .setUsername("n" + number)
        .setPhone(number % 3 == 0 ? null : "+" + number)
        .build();
  }

  /** Returns the number of the record that wrote a row. */
  static int numberOf(String username) {
    return Integer.parseInt(username.substring(1));
  }

  @Nullable
  byte[] value() {
    return switch (kind) {
      case USER -> UserJson.write(user());
      case TOMBSTONE -> null;
      case POISON -> ("not a user: " + number).getBytes(StandardCharsets.UTF_8);
    };
  }

  Header header() {
    return new RecordHeader(NUMBER, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
  }

  /** Parses the number that {@link #header} wrote. */
  static int numberIn(Headers headers) {
    return Integer.parseInt(new String(headers.lastHeader(NUMBER).value(), StandardCharsets.UTF_8));
  }
}
