package io.userstream.tests.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.userstream.io.deadletters.DeadLetterEntry;
import io.userstream.io.deadletters.NewestDeadLetters.Newest;
import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.deadletters.DeadLetterBrowser;
import io.userstream.pipelines.deadletters.RedriveCommand;
import io.userstream.pipelines.status.StatusEndpoint;
import io.userstream.pipelines.status.StatusOptions;
import io.userstream.pipelines.status.StatusPage;
import io.userstream.pipelines.status.StatusPages;
import io.userstream.pipelines.status.StatusSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Requests to the status page, as text. Nothing but probes is shown without the exact password or
 * token, no response contains one of them, and each request gets exactly one complete response.
 */
final class StatusTarget implements FuzzTarget {
  private static final String USER = "fuzz";
  private static final String PASSWORD = "k4Lm-password";
  private static final String TOKEN = "k4Lm-token";

  /** In the page of dead letters, which needs no script. */
  private static final String MARKUP = "<script";

  private static final String SECRET_PART = "k4Lm";
  private static final String BASIC =
      Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));

  static final List<String> WORDS =
      TargetKind.words(
          "GET POST HEAD OPTIONS / /metrics /status.json /livez /readyz /page.js /page.css"
              + " /dead-letters /dead-letters.json ?reason= &from= &to= &offsets= &key= &span=hour"
              + " malformed 2h 2:40-41 0:1- %3Cscript%3E %26 + & 2026-11-28T10:00:00Z"
              + " /%2e%2e/ %00 %2F ?a=b # // ; ../ : = == \r\n Basic Bearer basic bEaRER "
              + BASIC
              + " "
              + TOKEN,
          "HTTP/1.1\r\n",
          "Authorization: ",
          "Authorization: Basic ",
          "Authorization: Bearer ",
          "\r\n",
          " ",
          "\t");

  private static final Set<Integer> STATUSES = Set.of(200, 400, 401, 404, 405, 503);
  private static final Set<String> PROBES = Set.of("/livez", "/readyz");

  /** A dead letter with markup in its detail. */
  private static final DeadLetterEntry LETTER =
      new DeadLetterEntry(
          0,
          0,
          1_764_324_000_000L,
          new DeadLetterEntry.Source("users_created", 2, 40L, null),
          "malformed",
          MARKUP + ">server-name</script>",
          1L,
          null,
          3,
          false,
          false);

  private final StatusPages pages;

  StatusTarget() {
    this.pages = new StatusPages(endpoint(), new Source());
  }

  @Override
  public boolean feed(byte[] input) throws Exception {
    RequestText request;
    try {
      request = RequestText.parse(new String(input, ISO_8859_1));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return false; // The JDK's server rejects it.
    }
    if (!request.getRequestURI().getRawSchemeSpecificPart().startsWith("/")
        || request.getRequestURI().getPath() == null
        || !request.getRequestURI().getPath().startsWith("/")) {
      return false; // The JDK's server finds no handler.
    }
    pages.handle(request);
    check(request);
    return request.status() == 200;
  }

  private static void check(RequestText request) throws BrokenRuleException {
    if (!STATUSES.contains(request.status()) || !request.isComplete()) {
      throw new BrokenRuleException("status " + request.status() + " or an incomplete response");
    }
    boolean hasLogin = isLogin(request.getRequestHeaders().getFirst("Authorization"));
    String path = request.getRequestURI().getPath();
    if (!hasLogin && request.status() != 401 && !PROBES.contains(path)) {
      throw new BrokenRuleException("status " + request.status() + " without a login");
    }
    if (hasLogin && request.status() == 401) {
      throw new BrokenRuleException("status 401 with a login");
    }
    String response = request.response();
    if (response.contains(SECRET_PART) || response.contains(BASIC)) {
      throw new BrokenRuleException("the response contains a secret");
    }
    if (Ascii.toLowerCase(response).contains(MARKUP)
        && path.equals("/dead-letters")
        && request.status() != 401) {
      throw new BrokenRuleException("the page contains markup of a dead letter or of the request");
    }
    if (!hasLogin && response.contains("server-name")) {
      throw new BrokenRuleException("the response names a server without a login");
    }
  }

  /** Schemes ignore case, RFC 9110, 11.1. */
  private static boolean isLogin(@Nullable String authorization) {
    List<String> parts =
        Splitter.on(' ').limit(2).splitToList(authorization == null ? "" : authorization);
    return parts.size() == 2
        && ((Ascii.equalsIgnoreCase(parts.get(0), "basic") && parts.get(1).strip().equals(BASIC))
            || (Ascii.equalsIgnoreCase(parts.get(0), "bearer")
                && parts.get(1).strip().equals(TOKEN)));
  }

  private static StatusEndpoint endpoint() {
    StatusOptions options = PipelineOptionsFactory.create().as(StatusOptions.class);
    options.setStatusAddress("127.0.0.1:0");
    options.setStatusUsername(USER);
    options.setStatusPassword(secret(PASSWORD));
    options.setStatusToken(secret(TOKEN));
    options.setStatusProbesOpen(true);
    OptionReader reader = new OptionReader();
    return StatusEndpoint.read(options, reader)
        .orElseThrow(() -> new IllegalStateException(reader.problems().toString()));
  }

  private static String secret(String value) {
    try {
      Path file = Files.createTempFile("fuzz", ".secret");
      file.toFile().deleteOnExit();
      return "file:" + Files.writeString(file, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A job that is not ready. */
  private static final class Source implements StatusSource {
    private record Page(String state) {}

    private final DeadLetterBrowser browser =
        DeadLetterBrowser.of(
            "users_created",
            "users_created.dlq",
            new RedriveCommand(List.of()),
            () -> new Newest(ImmutableList.of(LETTER), 0, 1, true, false),
            Clock.systemUTC());

    @Override
    public Optional<String> notLive() {
      return Optional.empty();
    }

    @Override
    public Optional<String> notReady() {
      return Optional.of("server-name does not respond");
    }

    @Override
    public String metrics() {
      return "userstream_lag{server=\"server-name\"} 1\n";
    }

    @Override
    public Map<String, StatusPage> pages() {
      return browser.pages();
    }

    @Override
    public Record page() {
      return new Page("server-name");
    }
  }
}
