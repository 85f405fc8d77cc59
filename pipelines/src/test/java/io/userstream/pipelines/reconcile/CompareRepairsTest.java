package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.erasures.Erasures;
import io.userstream.pipelines.store.ErasedUsers;
import io.userstream.runloop.ranges.OffsetSet;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Tests which records repair differences. */
public final class CompareRepairsTest {
  private static final UUID ADA = new UUID(0, 0xada);
  private static final long TIME = 1_795_838_400_000L;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void theLatestRecordRepairsItsRow() throws IOException {
    assertThat("missing", repairs(user(42, 1), user(43, 2)), is(at(43)));
    assertThat("wrong", repairs(user(42, 1), user(43, 2), row(1)), is(at(43)));
    assertThat("erased", repairs(user(42, 1), tombstone(43), row(1)), is(at(43)));
  }

  @Test
  public void anUndecodableRecordRepairsItsDeadLetter() throws IOException {
    assertThat(
        repairs(new Evidence(Evidence.Kind.UNDECODABLE, ADA, 0, 42, TIME, 0, 0)), is(at(42)));
  }

  @Test
  public void whatIsRightOrInFlightIsNotRepaired() throws IOException {
    assertThat(repairs(user(42, 1), row(1)), is(Map.of()));
    assertThat(repairs(user(Compared.COMMITTED, 1)), is(Map.of()));
  }

  @Test
  public void rowsOfErasedUsersAndOfNoRecordAreOnlyReported() throws IOException {
    Erasures erased = ErasedUsers.of(ADA.toString(), folder);

    assertThat(Compared.result(erased, user(42, 1)).repairs(), is(Repairs.NONE));
    assertThat(repairs(row(1)), is(Map.of()));
  }

  private static Map<Integer, OffsetSet> repairs(Evidence... evidence) throws IOException {
    return Compared.result(Erasures.NONE, evidence).repairs().records();
  }

  private static Map<Integer, OffsetSet> at(long offset) {
    return Map.of(0, OffsetSet.between(offset, offset + 1));
  }

  private static Evidence user(long offset, long content) {
    return new Evidence(Evidence.Kind.USER, ADA, 0, offset, TIME, TIME * 1_000 + offset, content);
  }

  private static Evidence tombstone(long offset) {
    return new Evidence(Evidence.Kind.TOMBSTONE, ADA, 0, offset, TIME, TIME * 1_000 + offset, 0);
  }

  private static Evidence row(long content) {
    return new Evidence(Evidence.Kind.ROW, ADA, 0, 0, 0, 0, content);
  }
}
