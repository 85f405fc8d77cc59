package io.userstream.tests.demo;

import io.userstream.pipelines.job.ExitCode;
import io.userstream.tests.stack.LocalStack;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Tries all doors of a secured stack. Only {@link #progress} may be called by another thread. */
final class DoorCheck {
  /** Less than the time for which a command waits for a server that is down. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<Door> doors;
  private final Jobs jobs;
  private final PrintStream err;
  private final AtomicInteger tried = new AtomicInteger();
  private int open;

  DoorCheck(LocalStack stack, Jobs jobs, String source, PrintStream err) throws IOException {
    this.doors = Doors.of(stack, jobs, source);
    this.jobs = jobs;
    this.err = err;
  }

  String progress() {
    return String.format(Locale.ROOT, "%d of %d doors tried", tried.get(), doors.size());
  }

  /** Tries the doors, prints those that are open, and returns the result. */
  String run() throws IOException {
    for (Door door : doors) {
      long start = System.nanoTime();
      String reason = door.openBecause(jobs.attempt(door.command(), door.options()));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (reason.isEmpty() && took.compareTo(LIMIT) > 0) {
        reason = "the refusal took " + took.toSeconds() + " s";
      }
      tried.incrementAndGet();
      if (!reason.isEmpty()) {
        open++;
        err.println("OPEN: " + door + ": " + reason);
      }
    }
    return String.format(Locale.ROOT, "secure: %d doors tried, %d open", doors.size(), open);
  }

  int exitCode() {
    return open == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }
}
