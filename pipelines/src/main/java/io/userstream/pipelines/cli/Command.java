package io.userstream.pipelines.cli;

import com.google.auto.value.AutoValue;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * One command of {@code userstream}.
 *
 * @param <T> its options
 */
@AutoValue
abstract class Command<T extends PipelineOptions> {
  abstract String name();

  /** What it does, in one line. */
  abstract String summary();

  abstract Class<T> optionsType();

  /** Says what is wrong with options whose types are right, one line each; asks no server. */
  abstract Function<T, List<String>> problems();

  abstract Work<T> work();

  /**
   * Does the work of a command.
   *
   * @param <T> its options
   */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Returns the exit code.
     *
     * @param out for results; messages go to the log
     */
    int run(T options, PrintStream out) throws Exception;
  }

  static <T extends PipelineOptions> Command<T> of(
      String name,
      String summary,
      Class<T> optionsType,
      Function<T, List<String>> problems,
      Work<T> work) {
    return new AutoValue_Command<>(name, summary, optionsType, problems, work);
  }
}
