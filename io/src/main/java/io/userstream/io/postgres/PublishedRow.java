package io.userstream.io.postgres;

import java.util.UUID;
import javax.annotation.Nullable;

/**
 * A row of {@code raw_users} that is marked as published to a topic, or was published by a release
 * that did not record the topic.
 *
 * @param topicId id of the topic at that time; null if it was not recorded
 * @param partition the record's partition; null if the row became a dead letter or the topic was
 *     not recorded
 * @param offset the record's offset; null if the partition is null
 * @param publishedAtMs the time at which the row was marked, by the database's clock
 */
public record PublishedRow(
    UUID uuid,
    @Nullable String topicId,
    @Nullable Integer partition,
    @Nullable Long offset,
    long publishedAtMs) {}
