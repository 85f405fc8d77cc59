package io.userstream.io.postgres;

import java.time.Instant;
import javax.annotation.Nullable;

/**
 * The position at which Kafka acknowledged a raw user.
 *
 * @param row the published row
 * @param partition the record's partition; null if the row became a dead letter
 * @param offset the record's offset; null if the row became a dead letter
 */
public record Publication(RawUser row, @Nullable Integer partition, @Nullable Long offset) {
  /** The time that distinguishes this content of the row from later content. */
  String fetchedAt() {
    return Instant.ofEpochMilli(row.fetchedAtMillis()).toString();
  }
}
