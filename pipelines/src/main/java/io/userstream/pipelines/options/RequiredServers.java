package io.userstream.pipelines.options;

import com.datastax.driver.core.Session;
import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.io.kafka.Topics;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** What has to be there before a job between the users topic and the table can start. */
public final class RequiredServers {
  private RequiredServers() {}

  /**
   * Waits for Kafka and Cassandra, and checks the two topics and the table.
   *
   * @throws io.userstream.runloop.servers.ServerException when a server, a topic or the table is
   *     not there
   */
  public static <T extends KafkaOptions & CassandraOptions & ConnectOptions> void await(T options)
      throws InterruptedException {
    await(options, server -> {});
  }

  /**
   * The same.
   *
   * @param waitsFor is told of each server before it is waited for, by name and address
   */
  public static <T extends KafkaOptions & CassandraOptions & ConnectOptions> void await(
      T options, Consumer<String> waitsFor) throws InterruptedException {
    Duration timeout = ConnectSettings.timeout(options);
    waitsFor.accept("Kafka at " + options.getBootstrapServers());
    try (Admin admin = KafkaSettings.await(options, timeout)) {
      Topics topics = new Topics(admin);
      topics.requireAppendTime(options.getTopic());
      topics.require(KafkaSettings.deadLetterTopic(options));
    }
    waitsFor.accept(
        String.format(
            "Cassandra at %s, port %d",
            String.join(",", CassandraSettings.hosts(options)), options.getCassandraPort()));
    Session session = CassandraSettings.await(options, timeout);
    try {
      new UsersKeyspace(session, options.getCassandraKeyspace(), options.getCassandraTable())
          .requireTable();
    } finally {
      var unused = session.getCluster().closeAsync(); // Two seconds that nobody needs to wait.
    }
  }
}
