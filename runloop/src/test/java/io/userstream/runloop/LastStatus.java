package io.userstream.runloop;

/** Keeps the last status of a loop that the test itself steps. Not thread-safe. */
final class LastStatus implements RunLoopListener {
  private RunLoopStatus status;

  @Override
  public void onStatus(RunLoopStatus now) {
    status = now;
  }

  RunLoopStatus get() {
    return status;
  }
}
