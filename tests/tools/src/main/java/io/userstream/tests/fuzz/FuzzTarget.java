package io.userstream.tests.fuzz;

/** A reader of untrusted bytes. Each thread uses its own, because readers may have state. */
@FunctionalInterface
interface FuzzTarget {
  /**
   * Reads one input. Handles the exceptions that the reader documents, and checks their messages.
   *
   * @return whether the reader accepted the input
   * @throws BrokenRuleException if the reader does what it must not do
   * @throws Exception that the reader does not document; also a failure
   */
  boolean feed(byte[] input) throws Exception;
}
