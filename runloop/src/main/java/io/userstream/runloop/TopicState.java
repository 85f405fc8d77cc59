package io.userstream.runloop;

import org.apache.kafka.common.Uuid;

/**
 * The current state of a topic.
 *
 * @param id a topic that is deleted and created again under the same name has another id
 * @param partitions the number of its partitions
 */
public record TopicState(Uuid id, int partitions) {}
