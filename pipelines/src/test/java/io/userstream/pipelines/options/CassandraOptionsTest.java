package io.userstream.pipelines.options;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;

import java.util.Map;
import org.junit.Test;

public class CassandraOptionsTest {
  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(
        CassandraOptions.class,
        Map.of(
            "cassandraHosts",
            "none",
            "cassandraPort",
            9042,
            "cassandraKeyspace",
            "spark_streams",
            "cassandraTable",
            "created_users",
            "cassandraUsername",
            "none",
            "cassandraPassword",
            "none",
            "cassandraLocalDc",
            "none",
            "cassandraConsistency",
            "LOCAL_QUORUM"));
  }
}
