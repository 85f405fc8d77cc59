package com.example.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.userstream.runloop.Run;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.Test;

public class ArchiveOrdersTest {
  @Test
  public void keyOfAnArchivedOrderIsItsOrigin() {
    List<ProducerRecord<String, byte[]>> written = new ArrayList<>();

    ArchiveOrders.archive("archive").process(order("12"), written::add);

    assertThat(written.get(0).key(), is("orders-0@42"));
  }

  @Test
  public void anOrderThatIsNotANumberThrowsTheHandledException() {
    assertThrows(
        NumberFormatException.class,
        () -> ArchiveOrders.archive("archive").process(order("twelve"), written -> {}));
  }

  @Test
  public void pipelineOfARunCanBeBuilt() {
    Run run =
        Run.builder()
            .setRanges(List.of(PartitionRange.of("orders", 0, 0, 100)))
            .setClientProperties(Map.of("bootstrap.servers", "localhost:9092"))
            .build();

    ArchiveOrders.pipeline(
        run,
        PipelineOptionsFactory.fromArgs("--bootstrapServers=localhost:9092")
            .as(ArchiveOrders.Options.class));
  }

  private static SourceRecord order(String value) {
    return SourceRecord.of("orders", 0, 42, 1_000, 1_000_000, null, value.getBytes(UTF_8), null);
  }
}
