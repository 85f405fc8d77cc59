/** Kafka: how it is reached, and what its topics must be like. */
package io.userstream.io.kafka;
