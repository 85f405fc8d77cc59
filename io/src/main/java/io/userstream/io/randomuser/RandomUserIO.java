package io.userstream.io.randomuser;

import static com.google.common.base.Preconditions.checkArgument;
import static org.apache.beam.sdk.util.Preconditions.checkArgumentNotNull;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableSet;
import io.userstream.io.http.HttpRoute;
import io.userstream.io.options.WebAddress;
import io.userstream.io.tls.TlsSettings;
import io.userstream.model.ApiPage;
import io.userstream.model.ApiPageParser;
import io.userstream.model.RawPage;
import io.userstream.model.User;
import java.util.List;
import java.util.Locale;
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
 * <h2>A number of users</h2>
 *
 * <pre>{@code
 * PCollection<User> users =
 *     pipeline.apply(RandomUserIO.read().withSeed("2026-11-21").withUsers(12_000));
 * }</pre>
 *
 * <p>reads exactly that number of users. Fetches {@link Read#withParallelism} pages in parallel,
 * and requests the next ones while it processes them. The same seed always returns the same users
 * with the same ids. With the same {@link Read#withPageSize}, fewer users are a prefix of more.
 *
 * <h2>An endless stream of users</h2>
 *
 * <pre>{@code
 * pipeline.apply(RandomUserIO.read().withPageSize(100).withEvery(Duration.standardSeconds(10)));
 * }</pre>
 *
 * <p>fetches one page after the other, at most one per period, without end unless withUsers or
 * withPages is set. After the API's last page (10,000) it continues with the first page of a
 * derived seed ({@link Seeds#derived}).
 *
 * <p>The timestamp of a user is then the arrival time of its page, and the watermark is the arrival
 * time of the last page.
 *
 * <p>{@link RandomUserClient} describes the handling of faults.
 */
public final class RandomUserIO {
  /** The public service. */
  public static final String DEFAULT_BASE_URL = "https://randomuser.me/api/";

  /** The default API version. */
  public static final String DEFAULT_VERSION = "1.4";

  /** The beginning of the names of the TLS options, for messages. */
  static final String TLS = "apiTls";

  /** Low, because the service is free and has a rate limit. */
  private static final int DEFAULT_PARALLELISM = 4;

  private static final Logger LOG = LoggerFactory.getLogger(RandomUserIO.class);

  private RandomUserIO() {}

  /** Reads users. Set the number of users or pages, or the period. */
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
        .setRoute(new HttpRoute(TlsSettings.defaults(TLS), null))
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

    /** Starting at 1. Can be beyond the last page of the seed. */
    abstract long firstPage();

    abstract ImmutableSet<Long> leftOut();

    /** Whether to keep raw users. */
    abstract boolean keepsRaw();

    abstract UserFilters filters();

    abstract HttpRoute route();

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

      abstract Builder setRoute(HttpRoute route);

      abstract Read build();
    }

    /**
     * Sets the address of the API without a version, like {@value RandomUserIO#DEFAULT_BASE_URL}.
     */
    public Read withBaseUrl(String baseUrl) {
      checkArgumentNotNull(baseUrl, "baseUrl cannot be null");
      String checked =
          WebAddress.checked(baseUrl, DEFAULT_BASE_URL, "the API has no login, so remove it");
      return toBuilder().setBaseUrl(checked.endsWith("/") ? checked : checked + "/").build();
    }

    /** Sets the API version: 1.3 or 1.4. */
    public Read withVersion(String version) {
      checkArgumentNotNull(version, "version cannot be null");
      checkArgument(version.matches("1\\.[34]"), "version must be 1.3 or 1.4, was %s", version);
      return toBuilder().setVersion(version).build();
    }

    /** Sets the seed. Defaults to a random one, which is logged. */
    public Read withSeed(String seed) {
      checkArgumentNotNull(seed, "seed cannot be null");
      checkArgument(!seed.isBlank(), "seed must not be blank");
      checkArgument(!Seeds.isAmbiguous(seed), "seed must not have 18 characters, was %s", seed);
      return toBuilder().setSeed(seed).build();
    }

    /**
     * Sets the filters for users. Defaults to none. Filters are part of the seed: {@link
     * UserFilters#in}.
     */
    public Read withFilters(UserFilters filters) {
      checkArgumentNotNull(filters, "filters cannot be null");
      return toBuilder().setFilters(filters).build();
    }

    /**
     * Sets the number of users on a page, from 1 to {@value PageRequest#MAX_RESULTS} (the default).
     */
    public Read withPageSize(int pageSize) {
      checkArgument(
          pageSize >= 1 && pageSize <= PageRequest.MAX_RESULTS,
          "pageSize must be between 1 and %s, was %s",
          PageRequest.MAX_RESULTS,
          pageSize);
      return toBuilder().setPageSize(pageSize).build();
    }

    /** Sets the number of users. */
    public Read withUsers(long users) {
      checkArgument(users >= 1, "users must be positive, was %s", users);
      return toBuilder().setUsers(users).build();
    }

    /** Sets the number of complete pages. */
    public Read withPages(long pages) {
      checkArgument(pages >= 1, "pages must be positive, was %s", pages);
      return toBuilder().setPages(pages).build();
    }

    /** Fetches pages sequentially, at most one per period. */
    public Read withEvery(Duration every) {
      return toBuilder().setEvery(positive("every", every)).build();
    }

    /**
     * Sets the maximum number of pages that are fetched concurrently. Defaults to 4. Ignored with
     * {@link #withEvery}.
     */
    public Read withParallelism(int parallelism) {
      checkArgument(parallelism >= 1, "parallelism must be positive, was %s", parallelism);
      return toBuilder().setParallelism(parallelism).build();
    }

    /** Sets the time limit for connecting. Defaults to 10 s. */
    public Read withConnectTimeout(Duration connectTimeout) {
      return toBuilder().setConnectTimeout(positive("connectTimeout", connectTimeout)).build();
    }

    /** Sets the time limit for a request, including the response body. Defaults to one minute. */
    public Read withRequestTimeout(Duration requestTimeout) {
      return toBuilder().setRequestTimeout(positive("requestTimeout", requestTimeout)).build();
    }

    /**
     * Sets how long one page is retried before the pipeline fails. Defaults to ten minutes, twice
     * the window of the API's rate limit. Zero disables retries.
     */
    public Read withRetryLimit(Duration retryLimit) {
      checkArgumentNotNull(retryLimit, "retryLimit cannot be null");
      checkArgument(retryLimit.getMillis() >= 0, "retryLimit must not be negative");
      return toBuilder().setRetryLimit(retryLimit).build();
    }

    /** Sets the TLS settings and the proxy. Defaults to those of Java. */
    public Read withRoute(HttpRoute route) {
      checkArgumentNotNull(route, "route cannot be null");
      return toBuilder().setRoute(route).build();
    }

    @Override
    public void validate(@Nullable PipelineOptions options) {
      checkArgument(
          users() == null || pages() == null, "only one of withUsers and withPages can be set");
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
          "%s pages are more than the %s of a seed. Use larger pages or several seeds.",
          pageCount(),
          PageRequest.MAX_PAGE);
    }

    /**
     * Sets the first page. Defaults to 1. Numbers continue in derived seeds: page 10,001 is the
     * first page of the first derived seed.
     */
    public Read withFirstPage(long firstPage) {
      checkArgument(firstPage >= 1, "firstPage must be positive, was %s", firstPage);
      return toBuilder().setFirstPage(firstPage).build();
    }

    /** Excludes pages by number, as in {@link #withFirstPage}. Defaults to none. */
    public Read withoutPages(Set<Long> pages) {
      return toBuilder().setLeftOut(ImmutableSet.copyOf(pages)).build();
    }

    /**
     * Reads the same pages as raw pages: each as the API returned it, without the users' secrets.
     */
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

    /** Returns whether a page is excluded. */
    boolean leavesOut(long number) {
      return leftOut().contains(number);
    }

    private Read withRandomSeed() {
      String random = String.format(Locale.ROOT, "%016x", ThreadLocalRandom.current().nextLong());
      LOG.info("no seed is set: using random seed {}", random);
      return withSeed(random);
    }

    /** Returns the number of pages to read, or {@code Long.MAX_VALUE} without end. */
    long pageCount() {
      if (users() != null) {
        return (users() + pageSize() - 1) / pageSize();
      }
      return pages() == null ? Long.MAX_VALUE : pages();
    }

    /**
     * Returns the request for a page.
     *
     * @param number starting at 1, continuing through the derived seeds
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
          route(),
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
          .add(DisplayData.item("parallelism", parallelism()).withLabel("Concurrent pages"))
          .addIfNotNull(
              DisplayData.item("every", every()).withLabel("Minimum interval between pages"))
          .add(DisplayData.item("retryLimit", retryLimit()).withLabel("Retry limit of a page"));
    }

    private static Duration positive(String name, Duration duration) {
      checkArgumentNotNull(duration, "%s cannot be null", name);
      checkArgument(duration.getMillis() > 0, "%s must be positive, was %s", name, duration);
      return duration;
    }
  }
}
