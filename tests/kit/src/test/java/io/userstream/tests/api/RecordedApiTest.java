package io.userstream.tests.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

public class RecordedApiTest {
  private static final Pattern UUID = Pattern.compile("\"uuid\":\"([^\"]*)\"");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static RecordedApi api;

  @BeforeClass
  public static void start() throws IOException {
    api = RecordedApi.start();
  }

  @AfterClass
  public static void stop() {
    api.close();
  }

  @Test
  public void recordedPageIsServedVerbatim() throws Exception {
    String page = body("?results=5000&seed=datagrid2026&page=1");
    try (InputStream recording =
        getClass().getResourceAsStream("/randomuser/page_5000_seed-datagrid2026_p1.json.gz")) {
      assertThat(
          page.equals(new String(new GZIPInputStream(recording).readAllBytes(), UTF_8)), is(true));
    }
  }

  @Test
  public void gzipUnpacksToTheSamePage() throws Exception {
    for (String query :
        List.of(
            "?results=5000&seed=datagrid2026",
            "?results=4999&seed=x&page=7",
            "?results=1&seed=x")) {
      byte[] packed = get(query, "Accept-Encoding", "gzip").body();
      byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
      assertThat(new String(unpacked, UTF_8).equals(body(query)), is(true));
    }
  }

  @Test
  public void fewerUsersAreAPrefixOfMore() throws Exception {
    List<String> many = uuids("?results=30&seed=a&page=2");
    assertThat(uuids("?results=10&seed=a&page=2"), is(many.subList(0, 10)));
  }

  @Test
  public void pagesAndSeedsHaveDifferentUsers() throws Exception {
    Set<String> all = new HashSet<>();
    for (String seed : List.of("a", "b", "datagrid2026")) {
      for (int page = 1; page <= 10; page++) {
        all.addAll(uuids("?results=5000&seed=" + seed + "&page=" + page));
      }
    }
    assertThat(all, hasSize(150_000));
    assertThat(
        all,
        everyItem(
            matchesPattern("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")));
  }

  @Test
  public void pageIsTheSameOnAnotherServer() throws Exception {
    try (RecordedApi other = RecordedApi.start()) {
      HttpResponse<byte[]> response =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create(other.url() + "?results=3&seed=a&page=9")).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(new String(response.body(), UTF_8), is(body("?results=3&seed=a&page=9")));
    }
  }

  @Test
  public void invalidValuesAreSilentlyReplaced() throws Exception {
    assertThat(
        body("?results=5001&seed=a&page=10001"),
        containsString("\"info\":{\"seed\":\"a\",\"results\":1,\"page\":1,\"version\":\"1.4\"}"));
    assertThat(uuids("?results=2.5&seed=a"), hasSize(1));
    assertThat(uuids("?results=-3&seed=a"), hasSize(1));
    assertThat(body("1.3/?seed=a&results=x&page=0"), containsString("\"version\":\"1.3\""));
    assertThat(body(""), matchesPattern(".*\"info\":\\{\"seed\":\"[0-9a-f]{16}\".*"));
  }

  @Test
  public void pageNumbersBeyondOneAreAppendedToTheSeed() throws Exception {
    assertThat(uuids("?results=9&seed=run1&page=2"), is(uuids("?results=9&seed=run12")));
    assertThat(uuids("?results=9&seed=run1&page=23"), is(uuids("?results=9&seed=run12&page=3")));
    assertThat(uuids("?results=9&seed=run1"), not(uuids("?results=9&seed=run11")));
  }

  @Test
  public void lastTwoOf18CharactersAreTheNumberOfANationality() throws Exception {
    assertThat(
        body("?results=3&seed=userstream-2026-11"),
        containsString("\"seed\":\"userstream-2026-1111\""));
    assertThat(
        uuids("?results=3&seed=userstream-2026-11&page=2"),
        is(uuids("?results=3&seed=userstream-2026-&page=2")));
    for (String failing : List.of("0123456789abcdef-2", "userstream-2026-15")) {
      URI uri = URI.create(api.url() + "?results=3&seed=" + failing);
      assertThrows(
          HttpTimeoutException.class,
          () ->
              CLIENT.send(
                  HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(500)).build(),
                  HttpResponse.BodyHandlers.ofByteArray()));
    }
    assertThat(body("?results=3&seed=userstream-2026-x"), containsString("\"userstream-2026-x\""));
    assertThat(body("?results=3&seed=userstream-2026-111"), containsString("2026-111\""));
  }

  @Test
  public void nationalitiesAreHonoredUnlessOneIsUnknown() throws Exception {
    assertThat(values("nat", "?results=300&seed=a&nat=de,FR"), is(Set.of("DE", "FR")));
    assertThat(
        "the same uuids, of other people",
        uuids("?results=9&seed=a&nat=DE"),
        is(uuids("?results=9&seed=a")));
    assertThat(body("?results=9&seed=a&nat=DE"), not(body("?results=9&seed=a")));
    for (String ignored : List.of("DE,XX", "DE,%20FR", "LEGO")) {
      assertThat(body("?results=9&seed=a&nat=" + ignored), is(body("?results=9&seed=a")));
    }
    assertThat(body("1.3/?results=9&seed=a&nat=IN"), is(body("1.3/?results=9&seed=a")));
    byte[] packed = get("?results=9&seed=a&nat=DE", "Accept-Encoding", "gzip").body();
    assertThat(
        new String(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(), UTF_8),
        is(body("?results=9&seed=a&nat=DE")));
  }

  @Test
  public void aGenderIsHonoredOnlyWithoutASeed() throws Exception {
    assertThat(values("gender", "?results=100&gender=male"), is(Set.of("male")));
    assertThat(values("gender", "?results=100&gender=male&seed=a"), is(Set.of("male", "female")));
  }

  @Test
  public void unknownPathsAndVersionsAreNotFound() throws Exception {
    HttpResponse<byte[]> response = get("9.9/?results=1", "Accept", "*/*");
    assertThat(response.statusCode(), is(404));
    assertThat(new String(response.body(), UTF_8), is("Not Found"));
  }

  @Test
  public void usersBeyondTheWindowAreRejectedWithoutRetryAfter() throws Exception {
    try (RecordedApi limited = RecordedApi.start()) {
      limited.limit(20_000, Duration.ofHours(1));
      URI page = URI.create(limited.url() + "?results=5000&seed=a");
      for (int i = 0; i < 4; i++) {
        assertThat(get(page).statusCode(), is(200));
      }
      HttpResponse<byte[]> refused = get(page);
      assertThat(refused.statusCode(), is(429));
      assertThat(new String(refused.body(), UTF_8), startsWith("{\"error\":\"Whoa, ease up"));
      assertThat(refused.headers().map().keySet(), not(hasItem("retry-after")));
    }
  }

  private static HttpResponse<byte[]> get(URI uri) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> get(String query, String header, String value)
      throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(api.url() + query)).header(header, value).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String body(String query) throws Exception {
    return new String(get(URI.create(api.url() + query)).body(), UTF_8);
  }

  private static Set<String> values(String field, String query) throws Exception {
    return Pattern.compile("\"" + field + "\":\"([^\"]*)\"")
        .matcher(body(query))
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static List<String> uuids(String query) throws Exception {
    return UUID.matcher(body(query))
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toList());
  }
}
