/**
 * The figures of benchmarks: printed while they are measured, kept in a file as JSON, and shown as
 * tables and plots in {@code docs/benchmarks.md}.
 */
package io.userstream.tests.bench.report;
