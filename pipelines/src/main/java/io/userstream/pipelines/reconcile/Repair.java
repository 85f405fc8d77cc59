package io.userstream.pipelines.reconcile;

import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.TopicLogs;
import io.userstream.pipelines.progress.Progress;
import io.userstream.pipelines.publish.Republish;
import io.userstream.pipelines.store.StoreRanges;
import org.apache.kafka.clients.admin.Admin;

/**
 * Repairs the differences of a reconciliation, as far as records or rows of the raw store allow.
 */
final class Repair {
  private final ReconcileConfig config;
  private final SchemaLookupFactory schemas;
  private final Erasures erasures;
  private final Admin admin;
  private final Progress progress;

  Repair(
      ReconcileConfig config,
      SchemaLookupFactory schemas,
      Erasures erasures,
      Admin admin,
      Progress progress) {
    this.config = config;
    this.schemas = schemas;
    this.erasures = erasures;
    this.admin = admin;
    this.progress = progress;
  }

  /**
   * What was done.
   *
   * @param published the number of raw rows that Kafka acknowledged
   * @param offsets the number of offsets that were read to store the records
   */
  record Done(long published, long offsets) {}

  /**
   * Stores the records with their write times, and publishes the rows.
   *
   * @throws io.userstream.runloop.servers.ServerException if a server is down
   */
  Done run(Repairs repairs) throws InterruptedException {
    long offsets =
        repairs.records().isEmpty()
            ? 0
            : new StoreRanges(
                    config.runner(),
                    config.topic(),
                    topicId(),
                    config.encryption(),
                    config.table(),
                    schemas,
                    erasures)
                .run(repairs.records());
    return new Done(repairs.rawRows().isEmpty() ? 0 : publish(repairs), offsets);
  }

  private String topicId() throws InterruptedException {
    return TopicLogs.describe(admin, config.topic().name()).topicId().toString();
  }

  private long publish(Repairs repairs) throws InterruptedException {
    return new Republish(
            "repair",
            config.topic(),
            config.encryption(),
            config.registry(),
            config.rawStore().orElseThrow(),
            erasures,
            config.runner(),
            progress)
        .run(rows -> rows.setUuids(repairs.rawRows()));
  }
}
