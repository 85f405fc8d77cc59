package io.userstream.io.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.userstream.io.http.HttpExchanges;
import io.userstream.runloop.servers.AccessDeniedException;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
import io.userstream.runloop.servers.SetupException;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * A client for Confluent's schema registry API. Does not cache. Throws an {@link IOException} for a
 * transient fault: no response, or a response that is not from a registry. Throws a {@link
 * ServerException} if the registry rejects a request. Thread-safe.
 */
public final class RegistryClient {
  // Confluent's error codes. A 404 without one is not from a registry, but for example from a
  // proxy.
  private static final int NO_SUBJECT = 40401;
  private static final int NO_VERSION = 40402;
  private static final int NO_SCHEMA = 40403;
  private static final int NO_COMPATIBILITY = 40408;

  /** Matches phrases, because the name of a subject can contain any of the words. */
  private static final Pattern DENIAL =
      Pattern.compile(
          "\\b((is|are|was|access|permission|operation) denied|den(ied|ies)"
              + " (access|operation)|access is denied|forbidden|unauthori[sz]ed|not"
              + " (authori[sz]ed|allowed|permitted)|(no|not"
              + " have|insufficient|missing|lacks?|without)"
              + " (access|permission|privilege|right)s?)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final int MAX_MESSAGE = 300;

  private final RegistryConnection connection;
  private final RegistryHttp http;
  private final RegisteredAvro avro = new RegisteredAvro(this::referenced);

  public RegistryClient(RegistryConnection connection) {
    this(connection, RegistryHttp.transport(connection));
  }

  /** Creates a client that sends its requests in another way than over the network. */
  public RegistryClient(RegistryConnection connection, Transport transport) {
    this.connection = connection;
    this.http = new RegistryHttp(connection, transport);
  }

  /** Sends a request and returns the complete response. */
  @FunctionalInterface
  public interface Transport {
    HttpExchanges.Answer send(HttpRequest request) throws IOException, InterruptedException;
  }

  /**
   * A request to the registry.
   *
   * @param <T> the result
   */
  @FunctionalInterface
  public interface Question<T> {
    T ask(RegistryClient registry) throws IOException;
  }

  /**
   * Sends a request, and retries and logs transient faults.
   *
   * @throws io.userstream.runloop.servers.ServerUnavailableException if there is no response in
   *     time
   */
  public <T> T await(Duration timeout, Question<T> question) throws InterruptedException {
    return ServerWait.forServer(connection.toString(), timeout)
        .until(
            remaining -> {
              try {
                return question.ask(this);
              } catch (IOException e) {
                throw new ServerWait.NotYetException(e.getMessage(), e);
              }
            });
  }

  /**
   * Returns the Avro schema with an id, or empty if it certainly does not exist.
   *
   * @throws UnreadableSchemaException if it is not Avro
   */
  public Optional<Schema> byId(int id) throws IOException {
    RegistryHttp.Answer answer = ask("GET", "/schemas/ids/" + id, null, NO_SCHEMA);
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(avro.parse(requireMember(answer.body(), "schema")));
  }

  /** Returns a version of a subject that a schema refers to. */
  private JsonNode referenced(String subject, int version) throws IOException {
    String path = "/subjects/" + encoded(subject) + "/versions/" + version;
    return requireMember(ask("GET", path, null).body(), "schema");
  }

  /**
   * Returns the versions of a subject, oldest first, or an empty list if the subject does not
   * exist.
   *
   * @throws SetupException if a version is not Avro
   */
  public List<RegisteredSchema> versions(String subject) throws IOException {
    String path = "/subjects/" + encoded(subject) + "/versions";
    RegistryHttp.Answer numbers = ask("GET", path, null, NO_SUBJECT);
    List<RegisteredSchema> versions = new ArrayList<>();
    if (numbers.status() != 404) {
      for (JsonNode number : numbers.body()) {
        RegistryHttp.Answer version = ask("GET", path + "/" + number.asInt(), null, NO_VERSION);
        if (version.status() == 404) {
          // It was just deleted, or this node does not know it yet: retry with a new list.
          throw new IOException(
              "version " + number.asInt() + " of subject " + subject + " is missing");
        }
        versions.add(registered(subject, requireMember(version.body(), "schema")));
      }
    }
    return versions;
  }

  private RegisteredSchema registered(String subject, JsonNode version) throws IOException {
    int id = version.path("id").asInt();
    int number = version.path("version").asInt();
    try {
      return new RegisteredSchema(id, number, avro.parse(version));
    } catch (UnreadableSchemaException e) {
      throw new SetupException(
          String.format(
              Locale.ROOT,
              "%s: version %d (id %d) of subject %s %s. Use a topic whose schemas are Avro, or"
                  + " remove that version from the subject.",
              connection,
              number,
              id,
              subject,
              e.getMessage()),
          e);
    }
  }

  /**
   * Registers a schema under a subject unless it is already registered.
   *
   * @return its id
   * @throws SetupException if it is not compatible with the registered versions
   */
  public int register(String subject, Schema schema) throws IOException {
    RegistryHttp.Answer answer =
        ask(
            "POST",
            "/subjects/" + encoded(subject) + "/versions",
            JsonNodeFactory.instance.objectNode().put("schema", schema.toString()));
    if (answer.status() == 409) {
      throw new SetupException(
          String.format(
              Locale.ROOT,
              "%s rejected the schema of subject %s because it is not compatible with the"
                  + " registered versions: %s",
              connection,
              subject,
              abbreviated(answer.message())));
    }
    return requireMember(answer.body(), "id").path("id").asInt();
  }

  /** Returns the compatibility level of a subject, or empty if it has none of its own. */
  public Optional<String> compatibility(String subject) throws IOException {
    RegistryHttp.Answer answer =
        ask("GET", "/config/" + encoded(subject), null, NO_SUBJECT, NO_COMPATIBILITY);
    return Optional.ofNullable(answer.body().path("compatibilityLevel").textValue());
  }

  /** Sets the compatibility level of a subject, which need not exist yet. */
  public void setCompatibility(String subject, String level) throws IOException {
    RegistryHttp.Answer unused =
        ask(
            "PUT",
            "/config/" + encoded(subject),
            JsonNodeFactory.instance.objectNode().put("compatibility", level));
  }

  @Override
  public String toString() {
    return connection.toString();
  }

  /** Returns a response with status 200, 409, or 404 with one of the codes. */
  private RegistryHttp.Answer ask(String method, String path, JsonNode json, Integer... absent)
      throws IOException {
    RegistryHttp.Answer answer = http.send(method, path, json);
    int status = answer.status();
    if (isDenied(answer)) {
      throw new AccessDeniedException(denied(method, abbreviated(path), answer));
    }
    boolean isAnswer =
        (status == 200 && !answer.body().isMissingNode())
            || (status == 409 && method.equals("POST"))
            || (status == 404 && Set.of(absent).contains(answer.errorCode()));
    if (isAnswer) {
      return answer;
    }
    if (status == 401) {
      throw new LoginRefusedException(
          connection
              + " rejected the login: fix "
              + (connection.token() == null
                  ? "--schemaRegistryUsername and --schemaRegistryPassword."
                  : "--schemaRegistryToken."),
          null);
    }
    // A schema can refer to a subject whose name is very long.
    String what = "status " + status + " to " + method + " " + abbreviated(path);
    if (status == 422 || status == 400) {
      throw new ServerException(connection + ": " + what + ": " + abbreviated(answer.message()));
    }
    throw new IOException(what + ": \"" + abbreviated(answer.message()) + "\"");
  }

  /** Says who denied access: the registry, or a server in front of it, which does not send JSON. */
  private String denied(String method, String path, RegistryHttp.Answer answer) {
    String what =
        String.format(
            Locale.ROOT,
            "%s: status %d to %s %s: \"%s\".",
            connection,
            answer.status(),
            method,
            path,
            abbreviated(answer.message()));
    if (answer.body().isMissingNode() && !answer.firstLine().isBlank()) {
      return what
          + " The response is not from a registry: a firewall or proxy in front of it denied"
          + " access.";
    }
    return String.format(
        Locale.ROOT,
        "%s %s denied access. Grant %s permission to %s.",
        what,
        answer.body().isMissingNode()
            ? "The registry, or a firewall or proxy in front of it,"
            : "The registry",
        connection.username() == null ? "this client" : "user " + connection.username(),
        method.equals("GET") ? "read it" : "write it");
  }

  /**
   * Returns whether the registry denied access. Some registries respond with 403, others with 404
   * and the error code of a missing schema.
   */
  private static boolean isDenied(RegistryHttp.Answer answer) {
    return answer.status() == 403
        || (answer.status() == 404 && DENIAL.matcher(answer.message()).find());
  }

  private static String abbreviated(String text) {
    return text.substring(0, Math.min(text.length(), MAX_MESSAGE));
  }

  /** Checks that a response has a member. A response without it is not from a registry. */
  private static JsonNode requireMember(JsonNode body, String member) throws IOException {
    if (!body.has(member)) {
      throw new IOException("response without \"" + member + "\": not a schema registry");
    }
    return body;
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
