/**
 * Deterministic simulation of the run loop: the real loop on a virtual clock, against a small model
 * of Kafka and of the sink, under faults that a seed decides. {@code docs/simulation.md} explains
 * what it models and what it cannot see.
 */
package io.userstream.tests.simulate;
