package io.userstream.pipelines.store;

import io.userstream.io.erasures.ErasureKey;
import io.userstream.io.erasures.ErasureList;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.job.ResultFile;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of a job that stores a part of the topic and ends, read once. Immutable.
 *
 * @param erasureKey of the list of erased users; empty if there is none
 * @param dryRun whether to print only what would be done
 * @param resultFile receives the counts
 */
public record PartConfig(
    StoreConfig store, Optional<ErasureKey> erasureKey, boolean dryRun, ResultFile resultFile) {
  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static PartConfig read(PartOptions options, OptionReader reader) {
    return new PartConfig(
        StoreConfig.readBounded(options, reader),
        ErasureKey.read(options, reader),
        options.getDryRun(),
        ResultFile.read(options, reader));
  }

  /** Returns how long to wait for a server. */
  public Duration timeout() {
    return store.runner().connectTimeout();
  }

  /**
   * Reads the erased users.
   *
   * @throws io.userstream.runloop.servers.ServerException see {@link ErasureList#read}
   */
  public Erasures erasures() throws InterruptedException {
    return new ErasureList(store.topic(), timeout()).read(erasureKey);
  }
}
