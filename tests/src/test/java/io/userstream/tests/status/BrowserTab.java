package io.userstream.tests.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.userstream.tests.stack.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tab of a headless browser that stays open during a test, controlled by the Chrome DevTools
 * Protocol. Unlike {@code --dump-dom} and {@code --screenshot}, it runs in real time.
 */
final class BrowserTab implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process browser;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();

  private BrowserTab(Process browser, URI tab) {
    this.browser = browser;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(tab, new Listener()).join();
  }

  /** Starts the browser with an empty tab. */
  static BrowserTab open(SystemProgram program, Path profile) throws Exception {
    Process browser =
        program.start(
            profile,
            List.of(
                "--headless",
                "--no-sandbox", // Tests may run as root.
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank"));
    try {
      Path ports = profile.resolve("DevToolsActivePort");
      List<String> lines =
          Await.until(
              "the browser is up", LIMIT, () -> Files.readAllLines(ports), all -> all.size() == 2);
      return new BrowserTab(browser, tab(lines.get(0)));
    } catch (Exception | AssertionError e) {
      browser.destroyForcibly();
      throw e;
    }
  }

  private static URI tab(String port) throws IOException, InterruptedException {
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json")).build();
    String body =
        HttpClient.newHttpClient().send(list, HttpResponse.BodyHandlers.ofString()).body();
    for (JsonNode target : JSON.readTree(body)) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("the browser has no tab: " + body);
  }

  /** Runs a script in every page that is loaded later, before the page's own scripts. */
  void beforeEachPage(String script) throws Exception {
    JsonNode unused = call("Page.enable", Map.of());
    unused = call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  void load(String url) throws Exception {
    JsonNode unused = call("Page.navigate", Map.of("url", url));
  }

  /** Evaluates a JavaScript expression in the page. */
  JsonNode evaluate(String expression) throws Exception {
    return call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
        .path("result")
        .path("value");
  }

  /** Saves a picture of the top of the page in the light or dark color scheme. */
  void savePicture(Path file, int width, int height, String colorScheme) throws Exception {
    JsonNode unused =
        call(
            "Emulation.setEmulatedMedia",
            Map.of(
                "features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
    unused =
        call(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", false));
    String data = call("Page.captureScreenshot", Map.of("format", "png")).path("data").asText();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws Exception {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    replies.put(id, reply);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    WebSocket unused = socket.sendText(message.toString(), true).join();
    JsonNode answer = reply.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    if (answer.has("error")) {
      throw new AssertionError(method + ": " + answer.get("error"));
    }
    return answer.path("result");
  }

  @Override
  public void close() {
    socket.abort();
    browser.destroyForcibly();
  }

  /** Completes the replies and ignores other messages of the browser. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonNode message = parse(text.toString());
        text.setLength(0);
        CompletableFuture<JsonNode> reply = replies.remove(message.path("id").asInt());
        if (reply != null) {
          boolean unused = reply.complete(message);
        }
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    private JsonNode parse(String message) {
      try {
        return JSON.readTree(message);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
