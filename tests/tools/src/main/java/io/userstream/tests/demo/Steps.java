package io.userstream.tests.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.annotation.Nullable;

/**
 * Prints one line for each step of the demo, with its duration. On a terminal, the line appears
 * when the step starts and is updated in place. Otherwise, it is printed once, when the step ends.
 * Steps run one after the other; only {@link #interrupt} may be called by another thread.
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
   * Runs one step.
   *
   * @param progress the text to show meanwhile on a terminal; another thread calls it repeatedly
   * @param result describes the work from its result and its seconds
   * @throws Exception if the work throws it; the line then reports that the step failed
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

  /** Reports that the current step was interrupted, and suppresses further lines of it. */
  void interrupt() {
    Step step = current;
    if (step != null) {
      step.end("interrupted");
    }
  }

  /** Prints the duration of something that is not a step. */
  void total(String name, double seconds) {
    out.println(line(name, "", seconds));
  }

  private static String line(String name, String text, double seconds) {
    // Less than 80 columns: a line that wraps cannot be overwritten.
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
