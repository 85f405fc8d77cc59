/**
 * Exact micro-batches from Kafka: a loop that takes a topic, a consumer group and a function from
 * ranges of offsets to a Beam pipeline. It knows nothing of users, of Cassandra or of a runner, and
 * can be lifted out; {@link io.userstream.pipelines.runloop.RunLoop} is the way in.
 */
package io.userstream.pipelines.runloop;
