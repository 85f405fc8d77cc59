package io.userstream.tests.bench;

import io.userstream.io.kafka.AcknowledgedWriter;
import io.userstream.model.ApiOrigin;
import io.userstream.model.RawUserParser;
import io.userstream.model.UserJson;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;

/**
 * The program that {@code publish} is compared with: a cursor over the unpublished rows, a
 * producer, and a mark for every few thousand acknowledged rows. No engine, one thread.
 */
public final class CursorLoop {
  private static final int ROWS_A_MARK = 5_000;

  private CursorLoop() {}

  /** Takes address, user and password of the database, brokers, and topic. */
  public static void main(String[] args) throws Exception {
    try (Connection reader = DriverManager.getConnection(args[0], args[1], args[2]);
        Connection marker = DriverManager.getConnection(args[0], args[1], args[2]);
        PreparedStatement mark =
            marker.prepareStatement(
                "UPDATE raw_users SET published_at = now() WHERE uuid = ANY (?::uuid[])");
        PreparedStatement select =
            reader.prepareStatement(
                "SELECT uuid, seed, page, index, payload::text, fetched_at FROM raw_users"
                    + " WHERE published_at IS NULL");
        AcknowledgedWriter kafka =
            new AcknowledgedWriter(
                Map.of("bootstrap.servers", args[3], "compression.type", "lz4"))) {
      reader.setAutoCommit(false);
      select.setFetchSize(ROWS_A_MARK);
      List<String> sent = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String uuid = row.getString(1);
          kafka.send(
              new ProducerRecord<>(args[4], uuid.getBytes(StandardCharsets.UTF_8), value(row)));
          sent.add(uuid);
          if (sent.size() == ROWS_A_MARK) {
            mark(kafka, mark, sent);
          }
        }
      }
      mark(kafka, mark, sent);
    }
  }

  private static byte[] value(ResultSet row) throws Exception {
    return UserJson.write(
        RawUserParser.parse(
            row.getString(5),
            row.getString(1),
            ApiOrigin.builder()
                .setSeed(row.getString(2))
                .setPage(row.getInt(3))
                .setIndex(row.getInt(4))
                .setFetchedAt(
                    Instant.ofEpochMilli(
                        row.getObject(6, OffsetDateTime.class).toInstant().toEpochMilli()))
                .build()));
  }

  private static void mark(AcknowledgedWriter kafka, PreparedStatement mark, List<String> sent)
      throws Exception {
    kafka.awaitAcknowledged();
    mark.setArray(1, mark.getConnection().createArrayOf("text", sent.toArray()));
    mark.executeUpdate();
    sent.clear();
  }
}
