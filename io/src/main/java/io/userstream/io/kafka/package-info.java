/** Kafka: connection, topics, producers and unbounded reads. The run loop reads offset ranges. */
package io.userstream.io.kafka;
