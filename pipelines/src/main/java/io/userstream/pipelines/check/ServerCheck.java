package io.userstream.pipelines.check;

/** A check of one area, which may ask servers and changes nothing. */
interface ServerCheck {
  Area area();

  /** Returns the name of the server, for a finding if it does not respond. */
  String subject();

  /**
   * Adds findings as it goes. The thread is interrupted after the time limit.
   *
   * @throws Exception with a message for the operator; it becomes an error
   */
  void run(Findings findings) throws Exception;
}
