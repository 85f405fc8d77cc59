package io.userstream.pipelines.publish;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterWriter;
import io.userstream.io.deadletters.RowOrigin;
import io.userstream.io.kafka.AcknowledgedWriter;
import io.userstream.io.kafka.Topics;
import io.userstream.io.postgres.Publication;
import io.userstream.io.postgres.RawUser;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.model.RejectedUserException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes rows of the raw store, a few thousand at a time, and marks them once Kafka acknowledged
 * all of them. If the process is killed in between, the next one publishes them again under the
 * same keys. A row that cannot be read becomes one dead letter, identified by its uuid, and is
 * marked as well. The row of an erased user is erased and not published. Not thread-safe.
 */
final class RowPublisher implements AutoCloseable {
  /** The origin in its dead letters. */
  static final String ORIGIN = "raw_users";

  private final PublishTarget target;
  private final String topicId;
  private final RawUsersTable table;
  private final AcknowledgedWriter users;
  private final DeadLetterWriter deadLetters;
  private final Counter published = PublishMetrics.published();
  private final Counter dead = PublishMetrics.dead();
  private final Counter erased = PublishMetrics.erased();

  /**
   * Opens producers.
   *
   * @throws io.userstream.runloop.servers.ServerException if Kafka does not return the id of the
   *     topic
   */
  RowPublisher(PublishTarget target) throws InterruptedException {
    this.target = target;
    try (Admin admin = Admin.create(target.clientProperties())) {
      this.topicId = new Topics(admin).id(target.topic());
    }
    this.table = new RawUsersTable(target.rawStore());
    this.users = new AcknowledgedWriter(target.clientProperties());
    this.deadLetters =
        new DeadLetterWriter(
            target.deadLetterTopic(), target.clientProperties(), target.encryption());
  }

  RawUsersTable table() {
    return table;
  }

  /**
   * Publishes rows and returns when all are marked. A row whose content changes meanwhile is
   * published again. Otherwise, its old content could be published after the new one.
   *
   * @throws SQLException if they could not be marked
   */
  void publish(List<RawUser> selected) throws SQLException {
    List<RawUser> rows = withoutErased(selected);
    while (!rows.isEmpty()) {
      rows = withoutErased(publishOnce(rows));
    }
  }

  /** Returns the rows whose content has changed since they were read. */
  private List<RawUser> publishOnce(List<RawUser> rows) throws SQLException {
    List<DeadLetter> refused = new ArrayList<>();
    Queue<Publication> publications = new ConcurrentLinkedQueue<>();
    for (RawUser row : rows) {
      try {
        users.send(
            new ProducerRecord<>(
                target.topic(),
                row.uuid().getBytes(StandardCharsets.UTF_8),
                target.encoding().encode(row.toUser())),
            appended ->
                publications.add(new Publication(row, appended.partition(), appended.offset())));
      } catch (RejectedUserException e) {
        refused.add(deadLetter(row, e));
        publications.add(new Publication(row, null, null));
      }
    }
    users.awaitAcknowledged();
    // Usually none. A process that was killed before marking may have written some of them.
    deadLetters.write(deadLetters.unwritten(refused));
    List<RawUser> changed =
        table.markPublished(target.topic(), topicId, List.copyOf(publications)).rows();
    count(publications, changed.stream().map(RawUser::uuid).collect(Collectors.toSet()));
    return changed;
  }

  /** Counts the rows that were marked. */
  private void count(Collection<Publication> publications, Set<String> unmarked) {
    for (Publication sent : publications) {
      if (!unmarked.contains(sent.row().uuid())) {
        (sent.offset() == null ? dead : published).inc();
      }
    }
  }

  /** Erases the rows of erased users, which a backup or another seed has brought back. */
  private List<RawUser> withoutErased(List<RawUser> rows) throws SQLException {
    List<String> found =
        rows.stream().map(RawUser::uuid).filter(target.erasures()::contains).toList();
    if (found.isEmpty()) {
      return rows;
    }
    erased.inc(table.erase(found));
    return rows.stream().filter(row -> !found.contains(row.uuid())).toList();
  }

  private static DeadLetter deadLetter(RawUser row, RejectedUserException e) {
    return DeadLetter.ofRow(
        new RowOrigin(ORIGIN, row.uuid()),
        row.fetchedAtMillis(),
        row.payload().getBytes(StandardCharsets.UTF_8),
        e.reason().code(),
        e.getMessage());
  }

  @Override
  public void close() {
    users.close();
    deadLetters.close();
  }
}
