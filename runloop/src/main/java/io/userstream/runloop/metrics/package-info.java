/**
 * Metrics of a run loop for Micrometer, which is an optional dependency. Public API, as the
 * packages {@code runloop}, {@code ranges}, {@code runner} and {@code servers} are.
 */
package io.userstream.runloop.metrics;
