/**
 * Deterministic simulation of the run loop: the real loop on a virtual clock, with a small model of
 * Kafka and of the sink, under faults that a seed decides. {@code docs/simulation.md} explains what
 * it models and what it cannot detect.
 */
package io.userstream.tests.simulate;
