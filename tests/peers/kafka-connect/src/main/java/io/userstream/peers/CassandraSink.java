package io.userstream.peers;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * A sink connector of the usual form for {@code created_users}, because we found no maintained sink
 * for Cassandra on Maven Central. See {@link CassandraSinkTask}.
 */
public final class CassandraSink extends SinkConnector {
  static final String HOST = "cassandra.host";
  static final String PORT = "cassandra.port";
  static final String KEYSPACE = "cassandra.keyspace";
  static final String TABLE = "cassandra.table";
  static final String IN_FLIGHT = "cassandra.max.in.flight";

  private Map<String, String> settings;

  @Override
  public void start(Map<String, String> properties) {
    settings = Map.copyOf(properties);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return CassandraSinkTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return Collections.nCopies(maxTasks, settings);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define(HOST, ConfigDef.Type.STRING, Importance.HIGH, "Host of a Cassandra node")
        .define(PORT, ConfigDef.Type.INT, 9042, Importance.HIGH, "Its port")
        .define(KEYSPACE, ConfigDef.Type.STRING, Importance.HIGH, "Keyspace of the table")
        .define(TABLE, ConfigDef.Type.STRING, Importance.HIGH, "Table of the users")
        .define(
            IN_FLIGHT,
            ConfigDef.Type.INT,
            500,
            Importance.LOW,
            "Writes of a task at the same time");
  }

  @Override
  public String version() {
    return "1";
  }
}
