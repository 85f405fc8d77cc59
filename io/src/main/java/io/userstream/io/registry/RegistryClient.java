package io.userstream.io.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.userstream.runloop.servers.AccessDeniedException;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
import io.userstream.runloop.servers.SetupException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * A schema registry, by Confluent's API. Every method asks it anew. An {@link IOException} is a
 * passing fault: there was no answer, or one that no registry gives. A refusal is a {@link
 * ServerException}. Safe for use by several threads.
 */
public final class RegistryClient {
  // Confluent's own codes. A 404 without one comes from somebody else: a proxy, or a server that
  // has its registry elsewhere.
  private static final int NO_SUBJECT = 40401;
  private static final int NO_VERSION = 40402;
  private static final int NO_SCHEMA = 40403;
  private static final int NO_COMPATIBILITY = 40408;

  /** Phrases, because the name of a subject may contain any of the words. */
  private static final Pattern DENIAL =
      Pattern.compile(
          "\\b((is|are|was|access|permission|operation) denied|den(ied|ies) (access|operation)"
              + "|access is denied|forbidden|unauthori[sz]ed|not (authori[sz]ed|allowed|permitted)"
              + "|(no|not have|insufficient|missing|lacks?|without) (access|permission|privilege|right)s?)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final int MAX_MESSAGE = 300;

  private final RegistryConnection connection;
  private final RegistryHttp http;

  public RegistryClient(RegistryConnection connection) {
    this.connection = connection;
    this.http = new RegistryHttp(connection);
  }

  /**
   * A question to the registry.
   *
   * @param <T> the answer
   */
  @FunctionalInterface
  public interface Question<T> {
    T ask(RegistryClient registry) throws IOException;
  }

  /**
   * Asks until there is an answer, visibly.
   *
   * @throws io.userstream.runloop.servers.ServerUnavailableException when there is none in that
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
   * Returns the Avro schema of an id; empty when it is certain that there is none. A schema of
   * another kind, or one that is made of references to others, is none.
   */
  public Optional<Schema> byId(int id) throws IOException {
    RegistryHttp.Answer answer = ask("GET", "/schemas/ids/" + id, null, NO_SCHEMA);
    return answer.status() == 404
        ? Optional.empty()
        : RegisteredAvro.parse(requireMember(answer.body(), "schema"));
  }

  /**
   * Returns the versions of a subject, the oldest first; empty when there is no such subject.
   *
   * @throws SetupException when a version is not Avro
   */
  public List<RegisteredSchema> versions(String subject) throws IOException {
    String path = "/subjects/" + encoded(subject) + "/versions";
    RegistryHttp.Answer numbers = ask("GET", path, null, NO_SUBJECT);
    List<RegisteredSchema> versions = new ArrayList<>();
    if (numbers.status() != 404) {
      for (JsonNode number : numbers.body()) {
        RegistryHttp.Answer version = ask("GET", path + "/" + number.asInt(), null, NO_VERSION);
        if (version.status() == 404) {
          // It was deleted since, or this node has not heard of it yet: a new list will tell.
          throw new IOException("version " + number + " of subject " + subject + " is missing");
        }
        versions.add(registered(subject, requireMember(version.body(), "schema")));
      }
    }
    return versions;
  }

  private RegisteredSchema registered(String subject, JsonNode version) {
    int id = version.path("id").asInt();
    int number = version.path("version").asInt();
    return new RegisteredSchema(
        id,
        number,
        RegisteredAvro.parse(version)
            .orElseThrow(
                () ->
                    new SetupException(
                        String.format(
                            "%s: version %d (id %d) of subject %s is not an Avro schema: delete it"
                                + " there, or use another --topic.",
                            connection, number, id, subject))));
  }

  /**
   * Registers a schema under a subject; one that is there already stays as it is.
   *
   * @return its id
   * @throws SetupException when it is not compatible with those that are there
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
              "%s refuses the schema of subject %s, which is not compatible with those that are"
                  + " there: %s",
              connection, subject, answer.message()));
    }
    return requireMember(answer.body(), "id").path("id").asInt();
  }

  /** Returns the compatibility level that was set for a subject; empty when none was. */
  public Optional<String> compatibility(String subject) throws IOException {
    RegistryHttp.Answer answer =
        ask("GET", "/config/" + encoded(subject), null, NO_SUBJECT, NO_COMPATIBILITY);
    return Optional.ofNullable(answer.body().path("compatibilityLevel").textValue());
  }

  /** Sets the compatibility level of a subject, which need not be there yet. */
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

  /** Returns an answer with status 200, 409, or 404 with one of the codes. */
  private RegistryHttp.Answer ask(String method, String path, JsonNode json, Integer... absent)
      throws IOException {
    RegistryHttp.Answer answer = http.send(method, path, json);
    int status = answer.status();
    if (isDenied(answer)) {
      throw new AccessDeniedException(
          String.format(
              "%s denies access to %s: \"%s\". Grant it, or correct --schemaRegistryUsername and"
                  + " --schemaRegistryPassword.",
              connection, path, abbreviated(answer.message())));
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
              + " refuses the login: correct --schemaRegistryUsername and"
              + " --schemaRegistryPassword.",
          null);
    }
    String what = "status " + status + " to " + method + " " + path;
    if (status == 422 || status == 400) {
      throw new ServerException(connection + ": " + what + ": " + answer.message());
    }
    throw new IOException(what);
  }

  /**
   * Returns whether the registry hides something that it may have. Some registries say so with 403,
   * others with 404 and the code of something that does not exist.
   */
  private static boolean isDenied(RegistryHttp.Answer answer) {
    return answer.status() == 403
        || (answer.status() == 404 && DENIAL.matcher(answer.message()).find());
  }

  private static String abbreviated(String message) {
    return message.substring(0, Math.min(message.length(), MAX_MESSAGE));
  }

  /** Passes an answer that has a member; one without comes from something that is no registry. */
  private static JsonNode requireMember(JsonNode body, String member) throws IOException {
    if (!body.has(member)) {
      throw new IOException("an answer without \"" + member + "\": this is no schema registry");
    }
    return body;
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
