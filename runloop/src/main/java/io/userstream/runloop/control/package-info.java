/**
 * The orders of an operator to all drivers of a consumer group: pause, resume, and a maximum rate.
 * {@link io.userstream.runloop.control.ControlOffsets} keeps them in Kafka.
 */
package io.userstream.runloop.control;
