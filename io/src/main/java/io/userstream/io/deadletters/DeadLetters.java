package io.userstream.io.deadletters;

import java.io.Serializable;

/** The destination of rejected records. Has the life cycle of a DoFn. Not thread-safe. */
public interface DeadLetters extends Serializable {
  void setUp();

  void startBundle();

  void add(DeadLetter deadLetter);

  /** Returns when every dead letter of the bundle is stored durably. */
  void finishBundle();

  void tearDown();
}
