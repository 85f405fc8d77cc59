package io.userstream.tests.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.annotation.Nullable;

/**
 * Says what the demo does: a line a step, with the time it took. On a terminal the line is there
 * from the start of the step and is updated in place; elsewhere it is written once, at the step's
 * end. Steps follow one another; only {@link #interrupt} may be called by another thread.
 */
final class Steps {
  private static final long REDRAW_MILLIS = 200;
  private static final String ERASE_TO_END = "\u001b[K";

  private final PrintStream out;
  private final boolean isTerminal;
  @Nullable private volatile Step current;

  Steps(PrintStream out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /**
   * Does one step.
   *
   * @param progress what to show meanwhile on a terminal; asked by another thread, now and then
   * @param result what to say of what the work returned and the seconds it took
   * @throws Exception what the work threw; the line says that the step failed
   */
  <T> T run(
      String name,
      Supplier<String> progress,
      Callable<T> work,
      BiFunction<T, Double, String> result)
      throws Exception {
    Step step = new Step(name, progress);
    current = step;
    String said = "failed";
    try {
      T value = work.call();
      said = result.apply(value, step.seconds());
      return value;
    } finally {
      step.end(said);
    }
  }

  /** Says that the step in progress was interrupted; nothing more is said of it. */
  void interrupt() {
    Step step = current;
    if (step != null) {
      step.end("interrupted");
    }
  }

  /** Says how long something took that is no step. */
  void total(String name, double seconds) {
    out.println(line(name, "", seconds));
  }

  private static String line(String name, String text, double seconds) {
    // Short of 80 columns: a line that wraps could not be written over.
    return String.format(Locale.ROOT, "%-10s %-56.56s %6.1f s", name, text, seconds);
  }

  private final class Step {
    private final String name;
    private final Supplier<String> progress;
    private final long startNanos = System.nanoTime();
    private final Thread redraw = new Thread(this::redraw, "demo-progress");
    private boolean ended;

    Step(String name, Supplier<String> progress) {
      this.name = name;
      this.progress = progress;
      if (isTerminal) {
        redraw.setDaemon(true);
        redraw.start();
      }
    }

    double seconds() {
      return (System.nanoTime() - startNanos) / 1e9;
    }

    synchronized void end(String result) {
      if (ended) {
        return;
      }
      ended = true;
      redraw.interrupt();
      if (isTerminal) {
        draw(result);
        out.println();
      } else {
        out.println(line(name, result, seconds()));
      }
    }

    private void redraw() {
      try {
        while (true) {
          String text = progress.get();
          synchronized (this) {
            if (ended) {
              return;
            }
            draw(text);
          }
          TimeUnit.MILLISECONDS.sleep(REDRAW_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // The step has ended.
      }
    }

    private void draw(String text) {
      out.print("\r" + line(name, text, seconds()) + ERASE_TO_END);
      out.flush();
    }
  }
}
