package io.userstream.pipelines.cli;

import io.userstream.io.options.OptionProperty;
import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.job.Job;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A command of {@code userstream}.
 *
 * @param summary describes it in one line
 * @param reader validates options whose types are correct, without asking a server, and reports
 *     problems. Run the job only if there are none
 * @param <T> its options
 */
record Command<T extends PipelineOptions>(
    String name, String summary, Class<T> optionsType, BiFunction<T, OptionReader, Job> reader) {
  /** Returns its options without Beam's, by name. */
  Map<String, OptionProperty> options() {
    return OptionProperty.own(optionsType);
  }
}
