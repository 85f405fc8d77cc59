package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * Selects the rows of {@code raw_users} that match every condition. Immutable.
 *
 * <p>Selects a published row only if it was published before {@link #publishedBefore}, so that an
 * interrupted replay continues where it stopped if it is started with the same time.
 */
@AutoValue
public abstract class RawSelection implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Selects users on any page of these seeds. Empty for all seeds. */
  public abstract ImmutableList<String> seeds();

  /** Inclusive. */
  @Nullable
  public abstract Instant fetchedFrom();

  /** Exclusive. */
  @Nullable
  public abstract Instant fetchedTo();

  /** Null to select only rows that were never published. */
  @Nullable
  public abstract Instant publishedBefore();

  /** Selects only rows with these ids; null for all ids. */
  @Nullable
  public abstract ImmutableSet<String> uuids();

  /** Selects only rows that are marked as dead letters for this topic; null for all rows. */
  @Nullable
  public abstract DeadIn deadIn();

  /**
   * A topic for which rows became dead letters.
   *
   * @param topicId distinguishes the topic from a recreated one
   */
  public record DeadIn(String topic, String topicId) implements Serializable {}

  /** Selects all rows that were never published. */
  public static RawSelection unpublished() {
    return new AutoValue_RawSelection.Builder().setSeeds(List.of()).build();
  }

  public abstract Builder toBuilder();

  /** Builds a {@link RawSelection}. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setSeeds(List<String> seeds);

    public abstract Builder setFetchedFrom(@Nullable Instant fetchedFrom);

    public abstract Builder setFetchedTo(@Nullable Instant fetchedTo);

    public abstract Builder setPublishedBefore(@Nullable Instant publishedBefore);

    public abstract Builder setUuids(@Nullable Set<String> uuids);

    public abstract Builder setDeadIn(@Nullable DeadIn deadIn);

    public abstract RawSelection build();
  }

  /** Returns the SQL condition. {@link #set} sets its parameters. */
  String condition() {
    return (publishedBefore() == null
            ? "published_at IS NULL"
            : "(published_at < ? OR published_at IS NULL)")
        + " AND "
        + conditionButPublished();
  }

  /**
   * Returns the SQL condition without publication. {@link #setButPublished} sets its parameters.
   */
  String conditionButPublished() {
    List<String> conditions = new ArrayList<>(List.of("erased_at IS NULL"));
    if (!seeds().isEmpty()) {
      // With arrays, both halves of the condition use an index.
      conditions.add(
          "(seed = ANY (?) OR uuid = ANY"
              + " (ARRAY(SELECT uuid FROM raw_user_places WHERE seed = ANY (?))))");
    }
    if (fetchedFrom() != null) {
      conditions.add("fetched_at >= ?");
    }
    if (fetchedTo() != null) {
      conditions.add("fetched_at < ?");
    }
    if (uuids() != null) {
      conditions.add("uuid = ANY (?)");
    }
    if (deadIn() != null) {
      conditions.add(
          "jsonb_extract_path_text(published_to, ?, 'topicId') = ?"
              + " AND jsonb_extract_path_text(published_to, ?, 'offset') IS NULL");
    }
    return String.join(" AND ", conditions);
  }

  /**
   * Sets the parameters of {@link #condition}.
   *
   * @param first the number of the first parameter
   */
  void set(PreparedStatement statement, int first) throws SQLException {
    if (publishedBefore() == null) {
      setButPublished(statement, first);
    } else {
      statement.setObject(first, moment(publishedBefore()));
      setButPublished(statement, first + 1);
    }
  }

  /** Sets the parameters of {@link #conditionButPublished}. */
  void setButPublished(PreparedStatement statement, int first) throws SQLException {
    Object seeds = array(statement, "text", seeds().isEmpty() ? null : seeds());
    String topic = deadIn() == null ? null : deadIn().topic();
    set(
        statement,
        first,
        seeds,
        seeds,
        moment(fetchedFrom()),
        moment(fetchedTo()),
        array(statement, "uuid", uuids()),
        topic,
        deadIn() == null ? null : deadIn().topicId(),
        topic);
  }

  @Nullable
  private static Object array(
      PreparedStatement statement, String type, @Nullable Collection<String> values)
      throws SQLException {
    return values == null ? null : statement.getConnection().createArrayOf(type, values.toArray());
  }

  private static void set(PreparedStatement statement, int first, Object... values)
      throws SQLException {
    int parameter = first;
    for (Object value : values) {
      if (value != null) {
        statement.setObject(parameter++, value);
      }
    }
  }

  @Nullable
  private static Object moment(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
