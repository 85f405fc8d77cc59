/**
 * Fuzzing: broken inputs for everything that reads untrusted bytes. {@code docs/fuzzing.md} lists
 * the targets and their rules.
 */
package io.userstream.tests.fuzz;
