package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.Test;

public class CommitMetadataTest {
  private static final TopicPartition PARTITION = new TopicPartition("users", 1);
  private static final Uuid OLD = Uuid.randomUuid();
  private static final Uuid NEW = Uuid.randomUuid();

  @Test
  public void theTopicIdIsParsed() {
    CommitMetadata read = read(CommitMetadata.of(OLD).text());

    assertThat(read.topicId(), is(Optional.of(OLD)));
    assertThat(read.isRefused(), is(false));
  }

  @Test
  public void aMarkerKeepsTheFault() {
    LogFault fault =
        LogFault.builder()
            .setPartition(PARTITION)
            .setReason(LogFault.Reason.RECREATED)
            .setCommitted(10)
            .setPosition(12)
            .setBegin(3)
            .setEnd(990)
            .setTopicId(NEW)
            .setWas(OLD)
            .build();

    OffsetAndMetadata marker = fault.marker();
    CommitMetadata read = CommitMetadata.of(marker);

    assertThat("the beginning of the other log", marker.offset(), is(3L));
    assertThat(read.isRefused(), is(true));
    assertThat(
        read.fault(PARTITION, marker.offset(), NEW).message("g", "b:1"),
        is(fault.message("g", "b:1")));
    assertThat(
        fault.message("g", "b:1"),
        containsString(
            "kafka-consumer-groups.sh --bootstrap-server b:1 --group g --topic users --reset-offsets"
                + " --to-earliest --execute"));
  }

  @Test
  public void aFaultOfTheSameLogKeepsTheOffset() {
    OffsetAndMetadata marker =
        LogFault.builder()
            .setPartition(PARTITION)
            .setReason(LogFault.Reason.TRUNCATED)
            .setCommitted(10)
            .setPosition(12)
            .setBegin(0)
            .setEnd(9)
            .setTopicId(OLD)
            .build()
            .marker();

    assertThat(marker.offset(), is(10L));
  }

  @Test
  public void unknownTextIsIgnored() {
    for (String text : new String[] {"", " ", "of another tool", "userstream/2 topic-id=x"}) {
      assertThat(text, read(text).topicId(), is(Optional.empty()));
      assertThat(text, read(text).isRefused(), is(false));
    }
    assertThat(read(CommitMetadata.of(Uuid.ZERO_UUID).text()).topicId(), is(Optional.empty()));
    assertThat(read("userstream/1 topic-id=no-uuid").topicId(), is(Optional.empty()));
    assertThat(CommitMetadata.of((OffsetAndMetadata) null).topicId(), is(Optional.empty()));
  }

  @Test
  public void aReasonOfALaterReleaseIsARefusal() {
    CommitMetadata read = read("userstream/1 topic-id=" + OLD + " refused=from-the-future");

    assertThat(read.isRefused(), is(true));
    assertThat(
        read.fault(PARTITION, 7, OLD).message("g", "b:1"),
        containsString("cannot continue in users-1 at offset 7"));
  }

  private static CommitMetadata read(String text) {
    return CommitMetadata.of(new OffsetAndMetadata(7, text));
  }
}
