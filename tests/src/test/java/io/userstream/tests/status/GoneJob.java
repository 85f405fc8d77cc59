package io.userstream.tests.status;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.pipelines.status.StatusEndpoint;
import io.userstream.pipelines.status.StatusServer;
import io.userstream.pipelines.status.StatusSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves a store's page that stops answering after a few requests, which a real job cannot do at an
 * exact moment.
 */
final class GoneJob implements StatusSource, AutoCloseable {
  private static final int ANSWERS = 3;

  private static final String STATUS =
      """
{"build": {"command": "store", "runner": "SparkRunner", "version": "1.0"},
 "topic": "users_created", "deadLetterTopic": "users_created.dlq",
 "table": "spark_streams.created_users", "group": "userstream-store",
 "startedAt": 1764000000000, "now": 1764003723000, "ready": false,
 "reason": "waiting for the sink: Cassandra at db:9042 is not there",
 "published": 55000, "stored": 41990, "erased": 3, "dead": 7,
 "deadByReason": {"malformed": 4, "too-long": 3}, "inFlight": 13000,
 "freshnessSeconds": 71.5, "lastCommit": 1764003650000, "runsInFlight": 0,
 "runsWaiting": 3, "runsDone": 12, "runsRepeated": 4,
 "partitions": [{"partition": 0, "committed": 42000, "end": 55000, "lag": 13000}],
 "lastRuns": [
   {"number": 17, "attempt": 1, "records": 5000, "seconds": 2.31, "outcome": "failed", "at": 1764003660000},
   {"number": 12, "attempt": 2, "records": 10000, "seconds": 4.02, "outcome": "done", "at": 1764003650000}],
 "lastError": {"text": "Cassandra at db:9042 is not there", "at": 1764003720000}}
""";

  private final StatusServer server =
      StatusServer.start(
          StatusEndpoint.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), this);
  private final AtomicInteger answers = new AtomicInteger();

  private record Fields(JsonNode json) {
    @JsonValue
    public JsonNode value() {
      return json;
    }
  }

  String url() {
    return server.url();
  }

  @Override
  public Optional<String> notLive() {
    return Optional.empty();
  }

  @Override
  public Optional<String> notReady() {
    return Optional.empty();
  }

  @Override
  public String metrics() {
    return "";
  }

  @Override
  public Record page() {
    if (answers.incrementAndGet() > ANSWERS) {
      new Thread(server::close).start();
      throw new IllegalStateException("gone");
    }
    try {
      return new Fields(new ObjectMapper().readTree(STATUS));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
