package io.userstream.io.randomuser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.userstream.model.ApiPage;
import io.userstream.model.User;
import io.userstream.tests.api.Fault;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.stack.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

public class RandomUserClientTest {
  private static final Set<Fault> TRANSIENT =
      EnumSet.of(
          Fault.TOO_MANY_REQUESTS,
          Fault.UNAVAILABLE,
          Fault.ERROR_BODY,
          Fault.EMPTY,
          Fault.FEWER,
          Fault.HANG,
          Fault.DRIP,
          Fault.CUT,
          Fault.TRUNCATED_JSON,
          Fault.NOT_JSON);

  /** The responses that only the request timeout ends. */
  private static final Set<Fault> INCOMPLETE = EnumSet.of(Fault.HANG, Fault.DRIP);

  private static final Duration ENOUGH = Duration.ofMinutes(1);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(700);

  private RecordedApi api;

  /** The first response in a JVM can take longer than the request timeout of the tests. */
  @BeforeClass
  public static void warmUp() throws Exception {
    try (RecordedApi api = RecordedApi.start()) {
      new RandomUserClient(RandomUserIO.read().route(), ENOUGH, ENOUGH, Duration.ZERO)
          .fetch(PageRequest.of(api.url(), "1.4", "s", 1, 5_000));
    }
  }

  @Before
  public void start() throws IOException {
    api = RecordedApi.start();
  }

  @After
  public void stop() {
    api.close();
  }

  @Test
  public void everyFaultIsEitherTransientOrFatal() {
    Set<Fault> fatal =
        EnumSet.of(
            Fault.NOT_FOUND,
            Fault.BAD_REQUEST,
            Fault.WRONG_SEED,
            Fault.WRONG_PAGE,
            Fault.WRONG_VERSION);
    Set<Fault> others = EnumSet.complementOf(EnumSet.copyOf(TRANSIENT));
    others.remove(Fault.NUL); // Text like any other.
    others.remove(Fault.DOUBLED); // The client cannot distinguish it from a complete page.
    others.remove(Fault.OTHER_NATIONALITIES); // Wrong only if the request has nationalities.
    assertThat(others, is(fatal));
  }

  @Test
  public void transientFaultsAreRetriedUntilThePageIsComplete() throws Exception {
    for (Fault fault : TRANSIENT) {
      long before = api.requests();
      api.fail(fault);
      assertThat(fault.name(), client(30).fetch(request(1, 50)).users(), hasSize(50));
      assertThat(fault.name(), api.requests() - before, is(2L));
    }
  }

  @Test
  public void aPageThatWasRequestedAheadIsNotRequestedAgain() throws Exception {
    List<String> expected = ids(patient().fetch(request(2, 50)).users());
    patient().fetch(request(1, 50), request(2, 50));
    patient().fetch(request(1, 50), request(2, 50));
    awaitRequests(2, 2);
    assertThat(ids(patient().fetch(request(2, 50)).users()), is(expected));
    assertThat(api.requests("s", 2), is(2L));
    patient().fetch(request(2, 50));
    assertThat(api.requests("s", 2), is(3L));
  }

  @Test
  public void requestingAPageAheadIsItsFirstAttempt() throws Exception {
    int page = 0;
    for (Fault fault : TRANSIENT) {
      boolean ends = !INCOMPLETE.contains(fault);
      PageExchanges exchanges =
          new PageExchanges(
              RandomUserIO.read().route(), CONNECT_TIMEOUT, ends ? ENOUGH : REQUEST_TIMEOUT);
      api.fail(fault);
      exchanges.requestAhead(request(++page, 50));
      awaitRequests(page, 1);
      PageRequest request = request(page, 50);
      assertThrows(fault.name(), RandomUserException.class, () -> client(0).fetch(request));
      assertThat(fault.name(), api.requests("s", page), is(1L));

      api.fail(fault);
      exchanges.requestAhead(request);
      awaitRequests(page, 2);
      assertThat(fault.name(), patient().fetch(request).users(), hasSize(50));
      assertThat(fault.name(), api.requests("s", page), is(3L));
    }
  }

  @Test
  public void nothingIsRequestedAheadOfAnIncompletePage() throws Exception {
    for (Fault fault : TRANSIENT) {
      api.fail(fault);
      assertThrows(
          fault.name(),
          RandomUserException.class,
          () -> client(0).fetch(request(1, 50), request(2, 50)));
      api.fail(Fault.NOT_FOUND);
      assertThrows(fault.name(), RandomUserException.class, () -> patient().fetch(request(2, 50)));
    }
  }

  @Test
  public void retriesEndAtTheRetryLimitWithTheReason() {
    for (Fault fault : TRANSIENT) {
      api.failNext(1000, fault);
      Exception e =
          assertThrows(
              fault.name(), RandomUserException.class, () -> client(0).fetch(request(3, 50)));
      assertThat(
          e.getMessage(), allOf(containsString("page 3 of seed s"), containsString("1 attempts")));
      api.heal();
    }
  }

  @Test
  public void incompleteResponsesEndWithTheRequestTimeout() {
    for (Fault fault : INCOMPLETE) {
      api.fail(fault);
      long started = System.nanoTime();
      Exception e =
          assertThrows(RandomUserException.class, () -> client(0).fetch(request(1, 5000)));
      assertThat(e.getMessage(), containsString("no complete response within 700 ms"));
      assertThat(Duration.ofNanos(System.nanoTime() - started), lessThan(Duration.ofMinutes(1)));
    }
  }

  @Test
  public void clientErrorsFailImmediatelyWithTheFirstLineOfTheBody() {
    for (Fault fault : EnumSet.of(Fault.NOT_FOUND, Fault.BAD_REQUEST)) {
      api.fail(fault);
      long before = api.requests();
      Exception e = assertThrows(RandomUserException.class, () -> client(60).fetch(request(1, 50)));
      assertThat(
          e.getMessage(),
          containsString(
              fault == Fault.NOT_FOUND
                  ? "status 404, \"Not Found\""
                  : "status 400, \"Bad Request\""));
      assertThat(api.requests() - before, is(1L));
    }
  }

  @Test
  public void refusalOfABotProtectionIsNotBlamedOnTheAddress() throws Exception {
    byte[] page =
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head>".getBytes(UTF_8);
    HttpServer wall =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    wall.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(403, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    wall.start();
    try {
      PageRequest request =
          PageRequest.of(
              "http://127.0.0.1:" + wall.getAddress().getPort() + "/", "1.4", "s", 1, 50);

      Exception e = assertThrows(RandomUserException.class, () -> client(60).fetch(request));

      assertThat(
          e.getMessage(),
          allOf(
              containsString("status 403, \"Just a moment...\""),
              containsString("bot protection"),
              not(containsString("check --source"))));
    } finally {
      wall.stop(0);
    }
  }

  @Test
  public void replacedParametersFailImmediatelyWithBothValues() {
    assertReplaced(Fault.WRONG_SEED, "seed=s", "seed=9f1c0d2e3b4a5968");
    assertReplaced(Fault.WRONG_PAGE, "page=4", "page=5");
    assertReplaced(Fault.WRONG_VERSION, "version=1.4", "version=1.2");
  }

  @Test
  public void replacedPageSizesFailImmediately() {
    Exception e = assertThrows(RandomUserException.class, () -> client(60).fetch(request(1, 5001)));
    assertThat(e.getMessage(), allOf(containsString("results=5001"), containsString("results=1:")));
  }

  @Test
  public void refusedConnectionsAreRetriedUntilTheRetryLimit() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PageRequest request = PageRequest.of("http://127.0.0.1:" + port + "/api/", "1.4", "s", 1, 10);
    Exception e = assertThrows(RandomUserException.class, () -> client(1).fetch(request));
    assertThat(
        e.getMessage(),
        allOf(containsString("ConnectException"), not(containsString("1 attempts"))));
  }

  @Test
  public void seedsAreEncodedInRequests() throws Exception {
    String seed = "a b&c=d/ü%20+";
    PageRequest request = PageRequest.of(api.url(), "1.3", seed, 1, 3);
    assertThat(client(0).fetch(request).seed(), is(seed));
  }

  @Test
  public void usersOfTheNationalitiesAreFetched() throws Exception {
    UserFilters filters = UserFilters.of(List.of("FR", "DE"), null);
    ApiPage page = client(0).fetch(request(filters, 2, 300));
    assertThat(page.seed(), is("s:nat=DE,FR"));
    assertThat(page.users(), hasSize(300));
    assertThat(
        page.users().stream().map(User::nationality).collect(toSet()), is(Set.of("DE", "FR")));
  }

  @Test
  public void aUserOfAnotherNationalityFailsAtOnce() {
    api.fail(Fault.OTHER_NATIONALITIES);
    assertOtherNationality(UserFilters.of(List.of("DE"), null), "asked for nat=DE, user 0 of");
    // The API knows it in no version, and ignores it.
    assertOtherNationality(UserFilters.of(List.of("DE", "XX"), null), "asked for nat=DE,XX, user ");
  }

  private void assertOtherNationality(UserFilters filters, String text) {
    long before = api.requests();
    Exception e =
        assertThrows(RandomUserException.class, () -> client(60).fetch(request(filters, 1, 50)));
    assertThat(e.getMessage(), containsString(text));
    assertThat(api.requests() - before, is(1L));
  }

  @Test
  public void usersOfAGenderAreExactlyAsManyAsAreAskedFor() throws Exception {
    UserFilters filters = UserFilters.of(List.of(), Gender.FEMALE);
    ApiPage large = client(0).fetch(request(filters, 1, UserFilters.MAX_RESULTS_OF_A_GENDER));
    for (int results : new int[] {1, 2, 10, 500}) {
      ApiPage page = client(0).fetch(request(filters, 1, results));
      assertThat(page.users().stream().map(User::gender).collect(toSet()), is(Set.of("female")));
      assertThat(
          "fewer are a prefix of more",
          ids(page.users()),
          is(ids(large.users().subList(0, results))));
      assertThat(page.users().get(results - 1).origin().index(), is(results - 1));
    }
    assertThat(large.seed(), is("s:gender=female"));
    assertThat(large.users(), hasSize(UserFilters.MAX_RESULTS_OF_A_GENDER));
  }

  @Test
  public void aPageThatIsShortIsNoPageOfAGender() throws Exception {
    UserFilters filters = UserFilters.of(List.of("DE"), Gender.MALE);
    api.fail(Fault.FEWER);
    assertThat(client(30).fetch(request(filters, 1, 50)).users(), hasSize(50));
    assertThat(api.requests(), is(2L));
  }

  private static List<String> ids(List<User> users) {
    return users.stream().map(User::id).toList();
  }

  private PageRequest request(UserFilters filters, int page, int results) {
    return PageRequest.of(api.url(), "1.4", filters.in("s"), page, results, filters);
  }

  private void assertReplaced(Fault fault, String asked, String echoed) {
    api.fail(fault);
    long before = api.requests();
    Exception e = assertThrows(RandomUserException.class, () -> client(60).fetch(request(4, 50)));
    assertThat(e.getMessage(), allOf(containsString(asked), containsString(echoed)));
    assertThat(api.requests() - before, is(1L));
  }

  private PageRequest request(int page, int results) {
    return PageRequest.of(api.url(), "1.4", "s", page, results);
  }

  private static RandomUserClient client(int retryLimitSeconds) {
    return new RandomUserClient(
        RandomUserIO.read().route(),
        CONNECT_TIMEOUT,
        REQUEST_TIMEOUT,
        Duration.ofSeconds(retryLimitSeconds));
  }

  /** For exact numbers of requests on a busy machine. */
  private static RandomUserClient patient() {
    return new RandomUserClient(RandomUserIO.read().route(), ENOUGH, ENOUGH, ENOUGH);
  }

  private void awaitRequests(int page, long count) {
    Await.until(
        "page " + page + " is requested",
        Duration.ofSeconds(30),
        () -> api.requests("s", page) == count);
  }
}
