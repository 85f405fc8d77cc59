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
 * A record that was sent.
 *
 * @param number tells it from all others, from 0; it is in a header, and in the row of a user
 * @param key number of the user that it is about
 */
record Published(int number, long key, Kind kind) {
  /** What a record does to the row of its user. */
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
   * Returns the user as this record describes it: under the same id, but another person than in the
   * user's other records, so that a row that mixes two of them shows. Every third one has no phone,
   * so that a value that an earlier record left behind shows, too.
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

  /** Reads the number that {@link #header} wrote. */
  static int numberIn(Headers headers) {
    return Integer.parseInt(new String(headers.lastHeader(NUMBER).value(), StandardCharsets.UTF_8));
  }
}
