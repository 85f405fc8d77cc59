package io.userstream.model;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import javax.annotation.Nullable;
import org.joda.time.Instant;

/**
 * The API response that contained a user. Every part is null for a record that did not come from
 * the API.
 */
@AutoValue
public abstract class ApiOrigin implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The seed that the API echoed. */
  @Nullable
  public abstract String seed();

  /** The page that the API echoed, starting at 1. */
  @Nullable
  public abstract Integer page();

  /** The position of the user on its page, starting at 0. */
  @Nullable
  public abstract Integer index();

  /** The time at which the response had arrived. */
  @Nullable
  public abstract Instant fetchedAt();

  public static Builder builder() {
    return new AutoValue_ApiOrigin.Builder();
  }

  /** Builds an {@link ApiOrigin}. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setSeed(@Nullable String seed);

    public abstract Builder setPage(@Nullable Integer page);

    public abstract Builder setIndex(@Nullable Integer index);

    public abstract Builder setFetchedAt(@Nullable Instant fetchedAt);

    public abstract ApiOrigin build();
  }
}
