package io.userstream.pipelines.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.status.JobMetrics;
import io.userstream.pipelines.status.Metric;
import io.userstream.pipelines.status.Readiness;
import io.userstream.pipelines.status.ServedMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.After;
import org.junit.Test;

/** Tests the status of {@code ingest}. */
public class IngestStatusTest {
  private final Readiness readiness = new Readiness();
  private final IngestStatus status =
      IngestStatus.open(
              IngestConfig.read(
                  PipelineOptionsFactory.fromArgs("--statusAddress=0").as(IngestOptions.class),
                  new OptionReader()),
              readiness,
              () -> new IngestCounts(2, 9_000, 8_999, 1, 0))
          .orElseThrow();

  @After
  public void close() {
    status.close();
  }

  @Test
  public void servedMetricsMatchTheReference() {
    List<Metric> promised = new ArrayList<>(JobMetrics.COMMON);
    promised.addAll(IngestMetrics.ALL);

    assertThat(served().names(), is(ServedMetrics.names(promised)));
  }

  @Test
  public void countsComeFromThePipelines() {
    assertThat(served().value("userstream_ingest_pages_total"), is(2.0));
    assertThat(served().value("userstream_ingest_users_fetched_total"), is(9_000.0));
    assertThat(served().value("userstream_ingest_users_published_total"), is(8_999.0));
    assertThat(served().value("userstream_ingest_rows_dead_total"), is(1.0));
  }

  @Test
  public void jobIsReadyOnceThePipelineRuns() {
    readiness.waitingFor("Kafka at localhost:9092");
    assertThat(status.notReady(), is(Optional.of("waiting for Kafka at localhost:9092")));

    readiness.ready();

    assertThat(status.notReady(), is(Optional.empty()));
  }

  @Test
  public void statusJsonHasItsFields() {
    JsonNode json = new ObjectMapper().valueToTree(status.page());

    assertThat(
        ImmutableList.copyOf(json.fieldNames()),
        contains(
            "build",
            "topic",
            "source",
            "rawStore",
            "asked",
            "startedAt",
            "now",
            "ready",
            "reason",
            "pages",
            "fetched",
            "published",
            "dead"));
    assertThat(json.get("asked").longValue(), is(5_000L));
  }

  private ServedMetrics served() {
    return new ServedMetrics(status.metrics());
  }
}
