package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.Test;

public final class OffsetIdentityTest {
  private static final Uuid NOW = Uuid.randomUuid();
  private static final Uuid THEN = Uuid.randomUuid();

  @Test
  public void offsetOfThisLogIsAccepted() {
    assertThat(fault(10, "userstream/1 topic-id=" + NOW), is(Optional.empty()));
    assertThat(fault(100, "userstream/1 topic-id=" + NOW), is(Optional.empty()));
  }

  @Test
  public void offsetWithoutOurMetadataIsAcceptedWithinTheLog() {
    assertThat(fault(10, ""), is(Optional.empty()));
    assertThat(fault(100, "refused by another tool topic-id=else"), is(Optional.empty()));
  }

  @Test
  public void offsetOfAnotherTopicIsRefused() {
    assertThat(
        fault(20, "userstream/1 topic-id=" + THEN).get(),
        allOf(
            containsString(
                "Group g cannot continue in users-0 at offset 20: the topic was recreated"),
            containsString("topic id " + NOW + ", was " + THEN)));
  }

  @Test
  public void markerIsRefusedWithItsOffsetAndReason() {
    String marker =
        "userstream/1 topic-id=" + NOW + " refused=%s committed=15 position=20 begin=0 end=9";
    assertThat(
        fault(10, String.format(Locale.ROOT, marker, "truncated")).get(),
        allOf(
            containsString("at offset 15: the log was truncated"),
            not(containsString("was " + NOW))));
    assertThat(
        fault(10, String.format(Locale.ROOT, marker, "recreated") + " was=" + THEN).get(),
        containsString(
            "the topic was recreated (the log holds offsets 10 to 100; topic id " + NOW + ", was"));
    assertThat(
        fault(10, String.format(Locale.ROOT, marker, "tomorrow")).get(),
        containsString("another release of this job refused the offset"));
  }

  @Test
  public void offsetOutsideTheLogIsRefused() {
    assertThat(fault(101, "").get(), containsString("the offset is beyond the end of the log"));
    assertThat(fault(9, "").get(), containsString("records expired before they were stored"));
  }

  private static Optional<String> fault(long offset, String metadata) {
    return OffsetIdentity.fault(
        "g", new TopicPartition("users", 0), new OffsetAndMetadata(offset, metadata), NOW, 10, 100);
  }
}
