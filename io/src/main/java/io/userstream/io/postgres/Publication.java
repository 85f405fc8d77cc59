package io.userstream.io.postgres;

import java.time.Instant;
import javax.annotation.Nullable;

/**
 * The place at which Kafka has acknowledged a raw user.
 *
 * @param row as it was published
 * @param partition of the record; null when the row became a dead letter
 * @param offset of the record; null when the row became a dead letter
 */
public record Publication(RawUser row, @Nullable Integer partition, @Nullable Long offset) {
  /** The moment that tells this content of the row from a later one. */
  String fetchedAt() {
    return Instant.ofEpochMilli(row.fetchedAtMillis()).toString();
  }
}
