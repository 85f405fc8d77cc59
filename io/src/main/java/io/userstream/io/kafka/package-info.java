/** Kafka topics, producers and dead letters. Fixed ranges of offsets are read by the run loop. */
package io.userstream.io.kafka;
