package io.userstream.pipelines.progress;

import java.util.OptionalLong;

/**
 * The progress of a job.
 *
 * @param done the number of processed items
 * @param total the number of all items; empty if unknown
 */
public record Count(long done, OptionalLong total) {
  public static Count of(long done, long total) {
    return new Count(done, OptionalLong.of(total));
  }
}
