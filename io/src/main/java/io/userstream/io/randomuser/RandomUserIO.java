package io.userstream.io.randomuser;

import static com.google.common.base.Preconditions.checkArgument;
import static org.apache.beam.sdk.util.Preconditions.checkArgumentNotNull;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableSet;
import io.userstream.model.ApiPage;
import io.userstream.model.ApiPageParser;
import io.userstream.model.RawPage;
import io.userstream.model.User;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.annotation.Nullable;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source of users from the randomuser.me API.
 *
 * <h2>So many users</h2>
 *
 * <pre>{@code
 * PCollection<User> users =
 *     pipeline.apply(RandomUserIO.read().withSeed("2026-11-21").withUsers(12_000));
 * }</pre>
 *
 * <p>reads exactly that many: whole pages, and of the last one as many as are missing. Pages are
 * fetched in parallel, {@link Read#withParallelism} at a time. The same seed brings the same users
 * under the same ids, today and tomorrow, from any runner; fewer users are the first of more, as
 * long as {@link Read#withPageSize} stays.
 *
 * <h2>Users for ever</h2>
 *
 * <pre>{@code
 * pipeline.apply(RandomUserIO.read().withPageSize(100).withEvery(Duration.standardSeconds(10)));
 * }</pre>
 *
 * <p>fetches page after page, at most one in each such period, and never ends; withUsers or
 * withPages bound it nevertheless. After the API's last page, 10,000, it goes on with the first of
 * a seed derived from the given one ({@link Seeds#derived}).
 *
 * <p>A user's timestamp is then the moment its page had arrived; the watermark is that of the last
 * page.
 *
 * <p>What goes wrong on the way, and what is done about it: {@link RandomUserClient}.
 */
public final class RandomUserIO {
  /** The live service. */
  public static final String DEFAULT_BASE_URL = "https://randomuser.me/api/";

  /** The version of the API whose pages are read by default. */
  public static final String DEFAULT_VERSION = "1.4";

  /** More would hardly be polite: the service is free, and refuses who takes much. */
  private static final int DEFAULT_PARALLELISM = 4;

  private static final Logger LOG = LoggerFactory.getLogger(RandomUserIO.class);

  private RandomUserIO() {}

  /** Reads users; how many, or how often, must still be said. */
  public static Read read() {
    return new AutoValue_RandomUserIO_Read.Builder()
        .setBaseUrl(DEFAULT_BASE_URL)
        .setVersion(DEFAULT_VERSION)
        .setPageSize(PageRequest.MAX_RESULTS)
        .setParallelism(DEFAULT_PARALLELISM)
        .setConnectTimeout(Duration.standardSeconds(10))
        .setRequestTimeout(Duration.standardMinutes(1))
        .setRetryLimit(Duration.standardMinutes(10))
        .setFirstPage(1)
        .setLeftOut(ImmutableSet.of())
        .setKeepsRaw(false)
        .setFilters(UserFilters.NONE)
        .build();
  }

  /** The transform of {@link RandomUserIO#read()}. */
  @AutoValue
  public abstract static class Read extends PTransform<PBegin, PCollection<User>> {
    private static final long serialVersionUID = 1L;

    abstract String baseUrl();

    abstract String version();

    @Nullable
    abstract String seed();

    abstract int pageSize();

    @Nullable
    abstract Long users();

    @Nullable
    abstract Long pages();

    @Nullable
    abstract Duration every();

    abstract int parallelism();

    abstract Duration connectTimeout();

    abstract Duration requestTimeout();

    abstract Duration retryLimit();

    /** From 1, and beyond the last page of the seed. */
    abstract long firstPage();

    abstract ImmutableSet<Long> leftOut();

    /** Whether what the API gave is kept beside what is made of it. */
    abstract boolean keepsRaw();

    abstract UserFilters filters();

    abstract Builder toBuilder();

    @AutoValue.Builder
    abstract static class Builder {
      abstract Builder setBaseUrl(String baseUrl);

      abstract Builder setVersion(String version);

      abstract Builder setSeed(String seed);

      abstract Builder setPageSize(int pageSize);

      abstract Builder setUsers(Long users);

      abstract Builder setPages(Long pages);

      abstract Builder setEvery(Duration every);

      abstract Builder setParallelism(int parallelism);

      abstract Builder setConnectTimeout(Duration connectTimeout);

      abstract Builder setRequestTimeout(Duration requestTimeout);

      abstract Builder setRetryLimit(Duration retryLimit);

      abstract Builder setFirstPage(long firstPage);

      abstract Builder setLeftOut(ImmutableSet<Long> leftOut);

      abstract Builder setKeepsRaw(boolean keepsRaw);

      abstract Builder setFilters(UserFilters filters);

      abstract Read build();
    }

    /** Address of the API without a version, as in {@value RandomUserIO#DEFAULT_BASE_URL}. */
    public Read withBaseUrl(String baseUrl) {
      checkArgumentNotNull(baseUrl, "baseUrl can not be null");
      String scheme = URI.create(baseUrl).getScheme();
      checkArgument(
          "http".equals(scheme) || "https".equals(scheme),
          "baseUrl must be an http or https address, was %s",
          baseUrl);
      return toBuilder().setBaseUrl(baseUrl.endsWith("/") ? baseUrl : baseUrl + "/").build();
    }

    /** Version of the API: 1.3 or 1.4. */
    public Read withVersion(String version) {
      checkArgumentNotNull(version, "version can not be null");
      checkArgument(version.matches("1\\.[34]"), "version must be 1.3 or 1.4, was %s", version);
      return toBuilder().setVersion(version).build();
    }

    /** Seed of the users; by default a random one, which is logged. */
    public Read withSeed(String seed) {
      checkArgumentNotNull(seed, "seed can not be null");
      checkArgument(!seed.isBlank(), "seed must not be blank");
      checkArgument(!Seeds.isAmbiguous(seed), "seed must not have 18 characters, was %s", seed);
      return toBuilder().setSeed(seed).build();
    }

    /**
     * The users that are wanted; by default all. The filters are a part of the seed: {@link
     * UserFilters#in}.
     */
    public Read withFilters(UserFilters filters) {
      checkArgumentNotNull(filters, "filters can not be null");
      return toBuilder().setFilters(filters).build();
    }

    /** Users on a page, from 1 to {@value PageRequest#MAX_RESULTS}, which is the default. */
    public Read withPageSize(int pageSize) {
      checkArgument(
          pageSize >= 1 && pageSize <= PageRequest.MAX_RESULTS,
          "pageSize must be between 1 and %s, was %s",
          PageRequest.MAX_RESULTS,
          pageSize);
      return toBuilder().setPageSize(pageSize).build();
    }

    /** Reads exactly that many users. */
    public Read withUsers(long users) {
      checkArgument(users >= 1, "users must be positive, was %s", users);
      return toBuilder().setUsers(users).build();
    }

    /** Reads exactly that many whole pages. */
    public Read withPages(long pages) {
      checkArgument(pages >= 1, "pages must be positive, was %s", pages);
      return toBuilder().setPages(pages).build();
    }

    /** Fetches one page after the other, at most one in each such period. */
    public Read withEvery(Duration every) {
      return toBuilder().setEvery(positive("every", every)).build();
    }

    /**
     * How many pages are fetched at a time, at the most; by default 4. With {@link #withEvery}
     * pages come one after the other.
     */
    public Read withParallelism(int parallelism) {
      checkArgument(parallelism >= 1, "parallelism must be positive, was %s", parallelism);
      return toBuilder().setParallelism(parallelism).build();
    }

    /** How long a connection may take; by default 10 s. */
    public Read withConnectTimeout(Duration connectTimeout) {
      return toBuilder().setConnectTimeout(positive("connectTimeout", connectTimeout)).build();
    }

    /** How long a request may take, to the last byte of its answer; by default a minute. */
    public Read withRequestTimeout(Duration requestTimeout) {
      return toBuilder().setRequestTimeout(positive("requestTimeout", requestTimeout)).build();
    }

    /**
     * For how long one page is tried before the pipeline fails; by default ten minutes, twice the
     * window of the API's rate limit. Zero: no second attempt.
     */
    public Read withRetryLimit(Duration retryLimit) {
      checkArgumentNotNull(retryLimit, "retryLimit can not be null");
      checkArgument(retryLimit.getMillis() >= 0, "retryLimit must not be negative");
      return toBuilder().setRetryLimit(retryLimit).build();
    }

    @Override
    public void validate(@Nullable PipelineOptions options) {
      checkArgument(
          users() == null || pages() == null, "only one of withUsers and withPages can be given");
      checkArgument(
          users() != null || pages() != null || every() != null,
          "one of withUsers, withPages and withEvery is required");
      checkArgument(
          pageSize() <= filters().maxResults(),
          "pageSize must be at most %s with a gender, was %s",
          filters().maxResults(),
          pageSize());
      checkArgument(
          every() != null || pageCount() <= PageRequest.MAX_PAGE,
          "%s pages are more than the %s of a seed: use larger pages or several seeds",
          pageCount(),
          PageRequest.MAX_PAGE);
    }

    /**
     * Begins with that page; by default the first. Pages are numbered through: page 10,001 is the
     * first of the first derived seed.
     */
    public Read withFirstPage(long firstPage) {
      checkArgument(firstPage >= 1, "firstPage must be positive, was %s", firstPage);
      return toBuilder().setFirstPage(firstPage).build();
    }

    /** Leaves out pages by their numbers, as in {@link #withFirstPage}; by default none. */
    public Read withoutPages(Set<Long> pages) {
      return toBuilder().setLeftOut(ImmutableSet.copyOf(pages)).build();
    }

    /** The same pages, not taken apart: each as the API gave it, but for the users' secrets. */
    public PTransform<PBegin, PCollection<RawPage>> asRawPages() {
      return new ReadRawPages(this);
    }

    @Override
    public PCollection<User> expand(PBegin input) {
      return read(input, false, ApiPage::users, TypeDescriptor.of(User.class));
    }

    <T> PCollection<T> read(
        PBegin input,
        boolean keepsRaw,
        SerializableFunction<ApiPage, List<T>> elements,
        TypeDescriptor<T> type) {
      Read seeded =
          (seed() == null ? withRandomSeed() : this).toBuilder().setKeepsRaw(keepsRaw).build();
      return input
          .apply("Seed", Create.of(seeded.seed()))
          .apply(
              "Pages",
              ParDo.of(
                  every() == null
                      ? new FetchPagesFn<>(seeded, elements, type)
                      : new PollPagesFn<>(seeded, elements, type)));
    }

    /** Returns whether this page is not asked for. */
    boolean leavesOut(long number) {
      return leftOut().contains(number);
    }

    private Read withRandomSeed() {
      String random = String.format("%016x", ThreadLocalRandom.current().nextLong());
      LOG.info("no seed was given: these are the users of seed {}", random);
      return withSeed(random);
    }

    /** How many pages there are to read; {@code Long.MAX_VALUE} when they never end. */
    long pageCount() {
      if (users() != null) {
        return (users() + pageSize() - 1) / pageSize();
      }
      return pages() == null ? Long.MAX_VALUE : pages();
    }

    /**
     * The request for one page.
     *
     * @param number from 1, through all pages of the seed and on through those of the derived seeds
     */
    PageRequest request(String seed, long number) {
      long round = (number - 1) / PageRequest.MAX_PAGE;
      int page = (int) ((number - 1) % PageRequest.MAX_PAGE) + 1;
      long before = (number - 1) * pageSize();
      long results = users() == null ? pageSize() : Math.min(pageSize(), users() - before);
      return PageRequest.of(
          baseUrl(),
          version(),
          Seeds.derived(seed, filters(), round + 1),
          page,
          (int) results,
          filters());
    }

    RandomUserClient newClient() {
      return new RandomUserClient(
          java.time.Duration.ofMillis(connectTimeout().getMillis()),
          java.time.Duration.ofMillis(requestTimeout().getMillis()),
          java.time.Duration.ofMillis(retryLimit().getMillis()),
          new ApiPageParser(keepsRaw()));
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      builder
          .add(DisplayData.item("baseUrl", baseUrl()).withLabel("Address of the API"))
          .add(DisplayData.item("version", version()).withLabel("Version of the API"))
          .addIfNotNull(DisplayData.item("seed", seed()).withLabel("Seed"))
          .add(DisplayData.item("pageSize", pageSize()).withLabel("Users on a page"))
          .addIfNotNull(DisplayData.item("users", users()).withLabel("Users"))
          .addIfNotNull(DisplayData.item("pages", pages()).withLabel("Pages"))
          .addIfNotNull(DisplayData.item("filters", filters().toJson()).withLabel("Filters"))
          .add(DisplayData.item("firstPage", firstPage()).withLabel("First page"))
          .add(DisplayData.item("parallelism", parallelism()).withLabel("Pages at a time"))
          .addIfNotNull(DisplayData.item("every", every()).withLabel("Period of a page"))
          .add(DisplayData.item("retryLimit", retryLimit()).withLabel("Retry limit of a page"));
    }

    private static Duration positive(String name, Duration duration) {
      checkArgumentNotNull(duration, "%s can not be null", name);
      checkArgument(duration.getMillis() > 0, "%s must be positive, was %s", name, duration);
      return duration;
    }
  }
}
