package io.userstream.io.deadletters;

import java.io.Serializable;

/** Where refused records go; lives as a DoFn does, for one thread. */
public interface DeadLetters extends Serializable {
  void setUp();

  void startBundle();

  void add(DeadLetter deadLetter);

  /** Returns when every dead letter of the bundle is safe. */
  void finishBundle();

  void tearDown();
}
