package io.userstream.runloop.control;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class ControlCopyTest {
  private static final ControlState PAUSED =
      ControlState.RUNNING.pause(Instant.ofEpochSecond(1), "repair");
  private static final ControlState RESUMED = PAUSED.resume(Instant.ofEpochSecond(2));

  private ControlState orders = ControlState.RUNNING;
  private ControlState copy = ControlState.RUNNING;
  private long nanos;
  private final List<ControlState> written = new ArrayList<>();
  private final ControlCopy driver =
      new ControlCopy(
          () -> new ControlOffsets.Found(orders, copy),
          state -> {
            copy = state;
            written.add(state);
          },
          () -> nanos);

  private ControlState look(ControlState known) {
    ControlState now = driver.look(known);
    driver.renew(now);
    return now;
  }

  @Test
  public void aGroupWithoutOrdersHasNoCopy() {
    assertThat(look(ControlState.RUNNING), is(ControlState.RUNNING));
    assertThat(written, is(empty()));
  }

  @Test
  public void anOrderIsFollowedAndCopied() {
    orders = PAUSED;

    assertThat(look(ControlState.RUNNING), is(PAUSED));
    assertThat(written, contains(PAUSED));
  }

  @Test
  public void anOrderThatKafkaHasForgottenIsInTheCopy() {
    copy = PAUSED;

    assertThat(look(ControlState.RUNNING), is(PAUSED));
  }

  @Test
  public void anOrderThatKafkaHasForgottenCompletelyIsWrittenAgainByADriverThatKnowsIt() {
    assertThat(look(PAUSED), is(PAUSED));
    assertThat(written, contains(PAUSED));
  }

  @Test
  public void anOlderCopyDoesNotUndoAnOrder() {
    orders = RESUMED;
    copy = PAUSED;

    assertThat(look(PAUSED), is(RESUMED));
    assertThat(written, contains(RESUMED));
  }

  @Test
  public void theCopyIsRenewedFromTimeToTime() {
    orders = PAUSED;
    ControlState known = look(ControlState.RUNNING);
    nanos += ControlWatch.RENEWAL.toNanos() - 1;
    known = look(known);
    assertThat(written.size(), is(1));

    nanos += 1;
    look(known);

    assertThat(written, contains(PAUSED, PAUSED));
  }

  @Test
  public void aDriverThatStartsRenewsTheCopy() {
    orders = PAUSED;
    copy = PAUSED;

    look(ControlState.RUNNING);

    assertThat(written, contains(PAUSED));
  }

  @Test
  public void anEndedPauseIsNotRenewed() {
    orders = RESUMED;
    ControlState known = look(PAUSED);
    nanos += 10 * ControlWatch.RENEWAL.toNanos();

    look(known);

    assertThat(written, contains(RESUMED));
  }
}
