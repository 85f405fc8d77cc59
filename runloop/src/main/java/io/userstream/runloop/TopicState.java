package io.userstream.runloop;

import org.apache.kafka.common.Uuid;

/**
 * A topic as it is now.
 *
 * @param id its identity: a topic that is deleted and created again under the same name has another
 * @param partitions the number of its partitions
 */
public record TopicState(Uuid id, int partitions) {}
