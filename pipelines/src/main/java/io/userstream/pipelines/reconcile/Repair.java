package io.userstream.pipelines.reconcile;

import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.TopicLogs;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.registry.UserEncoding;
import io.userstream.pipelines.progress.Progress;
import io.userstream.pipelines.publish.PublishSelected;
import io.userstream.pipelines.publish.PublishTarget;
import io.userstream.pipelines.store.StoreRanges;
import java.time.Duration;
import java.time.Instant;
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
   * Stores the records with their write times, and publishes the rows.
   *
   * @return the number of rows that Kafka acknowledged
   * @throws io.userstream.runloop.servers.ServerException if a server is down
   */
  long run(Repairs repairs) throws InterruptedException {
    if (!repairs.records().isEmpty()) {
      new StoreRanges(
              config.runner(),
              config.topic(),
              topicId(),
              config.encryption(),
              config.table(),
              schemas,
              erasures)
          .run(repairs.records());
    }
    return repairs.rawRows().isEmpty() ? 0 : publish(repairs);
  }

  private String topicId() throws InterruptedException {
    return TopicLogs.describe(admin, config.topic().name()).topicId().toString();
  }

  private long publish(Repairs repairs) throws InterruptedException {
    Duration timeout = config.runner().connectTimeout();
    RawUsersTable table = RawUsersTable.require(config.rawStore().orElseThrow(), timeout);
    PublishTarget target =
        PublishTarget.of(
            config.topic(),
            config.encryption(),
            config.rawStore().orElseThrow(),
            erasures,
            UserEncoding.require(config.registry(), timeout));
    Instant now = table.untilDone(timeout, table::now);
    return new PublishSelected("repair", table, target, config.runner(), progress)
        .run(
            RawSelection.unpublished().toBuilder()
                .setUuids(repairs.rawRows())
                .setPublishedBefore(now)
                .build())
        .published();
  }
}
