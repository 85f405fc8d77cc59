package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.kafka.PartitionLog;
import io.userstream.io.postgres.PublishedRow;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.annotation.Nullable;
import org.junit.Test;

public final class RawEvidenceTest {
  private static final UUID ADA = new UUID(0, 0xada);
  private static final String THIS = "this-topic";
  private static final long OLDEST_RECORD = 1_000;
  private static final long TOMBSTONES_FROM = 2_000;
  private static final long AS_OF = 3_000;
  private static final Optional<Evidence> LOST = Optional.of(Evidence.raw(ADA, false));
  private static final Optional<Evidence> LOST_OR_ERASED = Optional.of(Evidence.raw(ADA, true));
  private static final Optional<Evidence> DEAD = Optional.of(Evidence.rawDead(ADA));

  private static final RawEvidence EVIDENCE =
      new RawEvidence(
          FixedOffsets.builder()
              .setTopic("users")
              .setTopicId(THIS)
              .setDeadLetterTopic("users.dlq")
              .setUsers(Map.of(0, new PartitionLog(10, 20, 30, OLDEST_RECORD)))
              .setCommitted(Map.of(0, 10L))
              .build(),
          AS_OF,
          TOMBSTONES_FROM);

  @Test
  public void recordWithinTheLogMayBeErasedOnceTombstonesExpire() {
    assertThat(of(THIS, 0, 10L, TOMBSTONES_FROM - 1), is(marked(10, true)));
    assertThat(of(THIS, 0, 19L, 0), is(marked(19, true)));
    assertThat(of(THIS, 0, 10L, TOMBSTONES_FROM), is(marked(10, false)));
  }

  @Test
  public void recordThatTheLogLacksIsLost() {
    assertThat("before the start", of(THIS, 0, 9L, 0), is(LOST));
    assertThat("beyond the end", of(THIS, 0, 30L, 0), is(marked(30, false)));
    assertThat("with an unknown offset", of(THIS, 0, -1L, 0), is(LOST));
    assertThat("in an unknown partition", of(THIS, 1, 10L, 0), is(LOST));
    assertThat("in an earlier topic", of("earlier-topic", 0, 10L, 0), is(LOST));
  }

  @Test
  public void recordBehindAnOpenTransactionIsInFlight() {
    assertThat(of(THIS, 0, 20L, 0), is(Optional.empty()));
    assertThat(of(THIS, 0, 29L, 0), is(Optional.empty()));
  }

  @Test
  public void rowPublishedSinceIsNotCompared() {
    assertThat(of(THIS, 0, 10L, AS_OF - 1), is(marked(10, false)));
    assertThat("in the same millisecond", of(THIS, 0, 10L, AS_OF), is(Optional.empty()));
    assertThat("beyond the end", of(THIS, 0, 30L, AS_OF), is(Optional.empty()));
    assertThat(of(THIS, 0, 10L, AS_OF + 1), is(Optional.empty()));
  }

  @Test
  public void deadLetterOfARowStaysForever() {
    assertThat(of(THIS, null, null, 0), is(DEAD));
    assertThat("of an earlier topic", of("earlier-topic", null, null, 0), is(LOST));
  }

  @Test
  public void rowWithoutATopicMayBeErasedWhenTheLogIsOlder() {
    assertThat(of(null, null, null, OLDEST_RECORD), is(LOST_OR_ERASED));
    assertThat(of(null, null, null, OLDEST_RECORD - 1), is(LOST));
    assertThat(of(null, null, null, TOMBSTONES_FROM), is(LOST));
  }

  private static Optional<Evidence> marked(long offset, boolean orErased) {
    return Optional.of(Evidence.rawAt(ADA, 0, offset, orErased));
  }

  private static Optional<Evidence> of(
      @Nullable String topicId,
      @Nullable Integer partition,
      @Nullable Long offset,
      long publishedAtMs) {
    return EVIDENCE.of(new PublishedRow(ADA, topicId, partition, offset, publishedAtMs));
  }
}
