package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.Test;

public final class OffsetIdentityTest {
  private static final PartitionLog LOG = new PartitionLog(10, 80, 100, 0);

  @Test
  public void offsetOfThisLogIsRight() {
    assertThat(fault(10, "userstream/1 topic-id=now"), is(Optional.empty()));
    assertThat(fault(100, "userstream/1 topic-id=now"), is(Optional.empty()));
  }

  @Test
  public void offsetOfAnEarlierReleaseOrAnotherToolIsRightWhenTheLogHasIt() {
    assertThat(fault(10, ""), is(Optional.empty()));
    assertThat(fault(100, "refused by somebody topic-id=else"), is(Optional.empty()));
  }

  @Test
  public void offsetOfAnotherTopicIsRefused() {
    assertThat(
        fault(20, "userstream/1 topic-id=then").get(),
        allOf(
            containsString(
                "Group g cannot continue in users-0 at offset 20: the topic was recreated"),
            containsString("topic id now, was then")));
  }

  @Test
  public void markerIsRefusedWithItsOffsetAndReason() {
    String marker = "userstream/1 topic-id=now refused=%s committed=15 position=20 begin=0 end=9";
    assertThat(
        fault(10, String.format(marker, "truncated")).get(),
        allOf(
            containsString("at offset 15: the log was truncated"), not(containsString("was now"))));
    assertThat(
        fault(10, String.format(marker, "recreated") + " was=then").get(),
        containsString(
            "the topic was recreated (the log holds offsets 10 to 100; topic id now, was"));
    assertThat(
        fault(10, String.format(marker, "tomorrow")).get(),
        containsString("another release of the store refused the offset"));
  }

  @Test
  public void offsetThatTheLogDoesNotHaveIsRefused() {
    assertThat(fault(101, "").get(), containsString("the offset is beyond the end of the log"));
    assertThat(fault(9, "").get(), containsString("records expired before they were stored"));
  }

  private static Optional<String> fault(long offset, String metadata) {
    return OffsetIdentity.fault(
        "g", "users-0", new OffsetAndMetadata(offset, metadata), "now", LOG);
  }
}
