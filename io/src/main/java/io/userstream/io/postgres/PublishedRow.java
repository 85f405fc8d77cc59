package io.userstream.io.postgres;

import java.util.UUID;
import javax.annotation.Nullable;

/**
 * A row of {@code raw_users} that is marked as published to a topic, or by a release that did not
 * note the topic.
 *
 * @param topicId id of the topic at that time; null when the topic was not noted
 * @param partition of the record; null when the row became a dead letter or its topic was not noted
 * @param offset of the record; null as the partition
 * @param publishedAtMs when it was marked, by the clock of the database
 */
public record PublishedRow(
    UUID uuid,
    @Nullable String topicId,
    @Nullable Integer partition,
    @Nullable Long offset,
    long publishedAtMs) {}
