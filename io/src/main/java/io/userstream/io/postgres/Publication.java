package io.userstream.io.postgres;

import javax.annotation.Nullable;

/**
 * The place at which Kafka has acknowledged a raw user.
 *
 * @param uuid of the row
 * @param fetchedAtMillis when the published content of the row was fetched, in milliseconds since
 *     the epoch
 * @param partition of the record; null when the row became a dead letter
 * @param offset of the record; null when the row became a dead letter
 */
public record Publication(
    String uuid, long fetchedAtMillis, @Nullable Integer partition, @Nullable Long offset) {}
