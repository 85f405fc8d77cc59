package io.userstream.io.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.userstream.io.options.SecretReference;
import io.userstream.io.options.ThisHost;
import io.userstream.io.options.UnusableReferenceException;
import io.userstream.io.tls.TlsSettings;
import io.userstream.model.RejectReason;
import io.userstream.model.RejectedUserException;
import io.userstream.runloop.servers.AccessDeniedException;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.SetupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Tests responses that a real registry does not give, such as those of a proxy. */
public class RegistryClientTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema not found\"}";
  private static final String STRING = "{\"schema\":\"\\\"string\\\"\"}";

  static {
    // Without it, each response of the JDK's server takes 40 ms on Linux.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status;
  private volatile String body;
  private Duration unknownPatience = Duration.ZERO;

  @Before
  public void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          logins.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          String given = answers.get(exchange.getRequestURI().getRawPath());
          byte[] bytes = (given == null ? body : given).getBytes(UTF_8);
          exchange.sendResponseHeaders(
              given == null ? status : 200, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @After
  public void stop() {
    server.stop(0);
  }

  @Test
  public void onlyAResponseOfTheRegistryMakesASchemaUnknown() throws Exception {
    answer(404, UNKNOWN);
    assertThat(registry().byId(7).isPresent(), is(false));

    for (String notTheRegistry :
        List.of("<html>not found</html>", "", "{}", "{\"error_code\":0}")) {
      answer(404, notTheRegistry);
      assertThrows(IOException.class, () -> registry().byId(7));
    }
    for (int transientStatus : List.of(429, 500, 502, 503)) {
      answer(transientStatus, UNKNOWN);
      assertThrows(IOException.class, () -> registry().byId(7));
    }
    answer(200, "{}");
    assertThrows(IOException.class, () -> registry().byId(7));
  }

  @Test
  public void aSchemaIsRequestedOnceAndKnownWhileTheRegistryIsDown() throws Exception {
    answer(200, STRING);
    assertThat(lookup(false).byId(7), is(notNullValue()));
    answer(503, "");

    assertThat(lookup(false).byId(7), is(notNullValue()));
    assertThat(lookup(true).byId(7), is(notNullValue()));
    assertThat(requests, is(List.of("GET /schemas/ids/7")));
    UncheckedIOException failure =
        assertThrows(UncheckedIOException.class, () -> lookup(false).byId(8));
    assertThat(
        failure.getCause().getMessage(),
        allOf(containsString("schema id 8"), containsString("status 503")));
  }

  @Test
  public void anUnknownIdIsRequestedOncePerLookup() throws Exception {
    answer(404, UNKNOWN);
    RegistryLookup lookup = lookup(false);
    assertThat(lookup.byId(9), is(nullValue()));
    assertThat(lookup.byId(9), is(nullValue()));
    assertThat(requests.size(), is(1));

    answer(200, STRING);
    assertThat(lookup(false).byId(9), is(notNullValue()));
  }

  @Test
  public void anUnknownIdIsRetriedUntilThePatienceIsOverAndOnceByTheNextLookup() throws Exception {
    answer(404, UNKNOWN);
    unknownPatience = Duration.ofMillis(500);
    long start = System.nanoTime();
    assertThat(lookup(false).byId(9), is(nullValue()));
    long patience = System.nanoTime() - start;
    assertThat(patience, is(greaterThanOrEqualTo(unknownPatience.toNanos())));
    int asked = requests.size();
    assertThat(asked, is(greaterThan(2)));

    assertThat(lookup(false).byId(9), is(nullValue()));
    assertThat(requests.size(), is(asked + 1));
    answer(200, STRING);
    assertThat(
        "a schema that was registered meanwhile is found",
        lookup(false).byId(9),
        is(notNullValue()));
  }

  @Test
  public void aLookupDoesNotWaitForEachOfManyUnknownIds() throws Exception {
    answer(404, UNKNOWN);
    unknownPatience = Duration.ofSeconds(1);
    int ids = 100;
    RegistryLookup lookup = lookup(false);
    long start = System.nanoTime();
    for (int id = 0; id < ids; id++) {
      assertThat(lookup.byId(id), is(nullValue()));
    }
    long waitsForEach = unknownPatience.multipliedBy(ids).toNanos();
    assertThat(System.nanoTime() - start, is(lessThan(waitsForEach)));
    assertThat(
        "each is requested at least twice", requests.size(), is(greaterThanOrEqualTo(2 * ids)));
  }

  @Test
  public void deniedAccessIsNotAnUnknownSchema() {
    for (String denial :
        List.of(
            "User is denied operation Read on Subject: users-value",
            "Access denied",
            "Schema not found, or not authorized to read it",
            "You do not have permission to see schema 7")) {
      for (String code : List.of("40403", "40301", "404")) {
        answer(404, "{\"error_code\":" + code + ",\"message\":\"" + denial + "\"}");
        AccessDeniedException denied =
            assertThrows(AccessDeniedException.class, () -> registry().byId(7));
        assertThat(denied.getMessage(), containsString(denial));
        assertThrows(AccessDeniedException.class, () -> lookup(false).byId(7));
        assertThrows(AccessDeniedException.class, () -> registry().versions("users-value"));
      }
    }
    answer(403, "{\"error_code\":40301,\"message\":\"No\"}");
    assertThat(
        assertThrows(AccessDeniedException.class, () -> registry().byId(7)).getMessage(),
        containsString("\"No\""));
  }

  @Test
  public void aSubjectNamedLikeADenialIsFound() throws Exception {
    answer(404, "{\"error_code\":40401,\"message\":\"Subject 'access-denied-value' not found.\"}");
    assertThat(registry().versions("access-denied-value").size(), is(0));
  }

  @Test
  public void unknownIdsAreRequestedEachTimeIfRecordsMayBeNewer() throws Exception {
    RegistryLookup lookup = lookup(true);
    answer(404, UNKNOWN);
    assertThat(lookup.byId(9), is(nullValue()));
    answer(200, STRING);
    assertThat(lookup.byId(9), is(notNullValue()));
  }

  @Test
  public void aTokenIsSentWithEachRequestAndReadAgain() throws IOException {
    Path token = Files.writeString(folder.newFile().toPath(), "first");
    RegistryClient client =
        new RegistryClient(
            RegistryConnection.of(
                address(),
                null,
                null,
                SecretReference.parse("file:" + token),
                TlsSettings.defaults("tls")));
    answer(200, STRING);
    assertThat(client.byId(7).isPresent(), is(true));
    Files.writeString(token, "second");
    assertThat(client.byId(7).isPresent(), is(true));

    assertThat(logins, is(List.of("Bearer first", "Bearer second")));

    answer(401, "");
    assertThat(
        assertThrows(LoginRefusedException.class, () -> client.byId(7)).getMessage(),
        endsWith("rejected the login: fix --schemaRegistryToken."));
    Files.delete(token);
    assertThat(
        assertThrows(UnusableReferenceException.class, () -> client.byId(7)).getMessage(),
        startsWith("--schemaRegistryToken=file:" + token + " on host " + ThisHost.name() + ": "));
  }

  @Test
  public void aRejectedLoginIsFatalAndShowsNoSecret() {
    RegistryConnection connection = login();
    answer(401, "");

    LoginRefusedException refused =
        assertThrows(LoginRefusedException.class, () -> new RegistryClient(connection).byId(7));

    assertThat(logins, is(List.of("Basic YWRhOnMzY3JldA==")));
    assertThat(refused.getMessage(), containsString("--schemaRegistryPassword"));
    assertThat(refused.getMessage() + connection, not(containsString("s3cret")));
  }

  @Test
  public void recordsWhoseSchemaIsNotAvroAreRejectedWithItsTypeWithoutWaiting() {
    unknownPatience = Duration.ofMinutes(1);
    answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}");
    for (int attempt = 0; attempt < 2; attempt++) {
      RejectedUserException e =
          assertThrows(RejectedUserException.class, () -> lookup(true).byId(7));
      assertThat(e.reason(), is(RejectReason.UNKNOWN_SCHEMA));
      assertThat(e.getMessage(), is("schema id 7 is of type PROTOBUF, not AVRO"));
    }
    assertThat(requests.size(), is(1));

    answer(200, "{\"schema\":\"\\\"io.elsewhere.Referenced\\\"\"}");
    assertThat(
        assertThrows(RejectedUserException.class, () -> lookup(true).byId(8)).getMessage(),
        startsWith("schema id 8 is not a valid Avro schema: "));
  }

  @Test
  public void subjectsWithASchemaThatIsNotAvroAreRejectedWithItsType() {
    answers.put("/subjects/s/versions", "[1]");
    answer(
        200,
        "{\"schemaType\":\"JSON\",\"subject\":\"s\",\"version\":1,\"id\":4,\"schema\":\"{}\"}");
    assertThat(
        assertThrows(SetupException.class, () -> registry().versions("s")).getMessage(),
        containsString("version 1 (id 4) of subject s is of type JSON, not AVRO"));
  }

  @Test
  public void schemasWithReferencesAreResolved() throws Exception {
    answers.put(
        "/schemas/ids/7",
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"a.User\\\",\\\"fields\\\":"
            + "[{\\\"name\\\":\\\"x\\\",\\\"type\\\":\\\"a.X\\\"}]}\","
            + "\"references\":[{\"name\":\"a.X\",\"subject\":\"a/X\",\"version\":2},"
            + "{\"name\":\"a.Y\",\"subject\":\"y\",\"version\":1}]}");
    answers.put(
        "/subjects/a%2FX/versions/2",
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"a.X\\\",\\\"fields\\\":"
            + "[{\\\"name\\\":\\\"y\\\",\\\"type\\\":\\\"a.Y\\\"}]}\","
            + "\"references\":[{\"name\":\"a.Y\",\"subject\":\"y\",\"version\":1}]}");
    answers.put(
        "/subjects/y/versions/1",
        "{\"schema\":\"{\\\"type\\\":\\\"enum\\\",\\\"name\\\":\\\"a.Y\\\",\\\"symbols\\\":[\\\"S\\\"]}\"}");

    Schema user = registry().byId(7).orElseThrow();

    assertThat(
        user.getField("x").schema().getField("y").schema().getEnumSymbols(), is(List.of("S")));
    assertThat(requests.size(), is(3));
  }

  @Test
  public void aReferenceThatThisNodeDoesNotKnowYetIsTransient() {
    answers.put(
        "/schemas/ids/7",
        "{\"schema\":\"\\\"a.X\\\"\",\"references\":[{\"name\":\"a.X\",\"subject\":\"x\",\"version\":2}]}");
    answer(404, "{\"error_code\":40402,\"message\":\"Version not found.\"}");
    assertThat(
        assertThrows(IOException.class, () -> registry().byId(7)).getMessage(),
        containsString("Version not found."));
  }

  @Test
  public void deniedAccessNamesTheServerThatDenies() {
    answer(403, "{\"error_code\":40301,\"message\":\"User is denied operation Read\"}");
    assertThat(
        denial(login()),
        allOf(
            containsString("User is denied operation Read"),
            containsString("Grant user ada permission to read it"),
            not(containsString("--schemaRegistryUsername"))));

    answer(403, "<!DOCTYPE html>\n<html><head><title>Access\n denied | gate</title></head></html>");
    assertThat(
        denial(RegistryConnection.of(address())),
        allOf(containsString("\"Access denied | gate\""), containsString("not from a registry")));

    answer(403, "");
    assertThat(
        denial(RegistryConnection.of(address())),
        allOf(
            containsString("The registry, or a firewall or proxy in front of it, denied access."),
            containsString("Grant this client permission to read it")));
  }

  private static String denial(RegistryConnection connection) {
    return assertThrows(AccessDeniedException.class, () -> new RegistryClient(connection).byId(7))
        .getMessage();
  }

  private void answer(int newStatus, String newBody) {
    status = newStatus;
    body = newBody;
  }

  private RegistryClient registry() {
    return new RegistryClient(RegistryConnection.of(address()));
  }

  private RegistryLookup lookup(boolean recordsMayBeNewer) {
    return new RegistryLookup(
        RegistryConnection.of(address()),
        Map.of(),
        new LookupPatience(Duration.ZERO, unknownPatience),
        recordsMayBeNewer);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private RegistryConnection login() {
    try {
      Path password = Files.writeString(folder.newFile().toPath(), "s3cret");
      return RegistryConnection.of(
          address(),
          "ada",
          SecretReference.parse("file:" + password),
          null,
          TlsSettings.defaults("tls"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
