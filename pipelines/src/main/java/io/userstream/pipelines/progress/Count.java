package io.userstream.pipelines.progress;

import java.util.OptionalLong;

/**
 * How far a job is.
 *
 * @param done the number of things that are done
 * @param total the number of things to do, as far as is known; empty if it is unknown
 */
public record Count(long done, OptionalLong total) {
  public static Count of(long done, long total) {
    return new Count(done, OptionalLong.of(total));
  }
}
