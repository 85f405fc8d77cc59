package io.userstream.pipelines.cli;

import com.google.auto.value.AutoValue;
import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.job.Job;
import java.util.function.BiFunction;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * One command of {@code userstream}.
 *
 * @param <T> its options
 */
@AutoValue
abstract class Command<T extends PipelineOptions> {
  abstract String name();

  /** Describes the command in one line. */
  abstract String summary();

  abstract Class<T> optionsType();

  /**
   * Validates options whose types are correct without asking a server, and reports problems to the
   * reader. Run the job only if there are none.
   */
  abstract BiFunction<T, OptionReader, Job> reader();

  static <T extends PipelineOptions> Command<T> of(
      String name, String summary, Class<T> optionsType, BiFunction<T, OptionReader, Job> reader) {
    return new AutoValue_Command<>(name, summary, optionsType, reader);
  }
}
