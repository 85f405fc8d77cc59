package io.userstream.io.registry;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.http.ShownText;
import io.userstream.model.UserAvro;
import io.userstream.runloop.servers.SetupException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** A snapshot of the subject with the schemas of a users topic. Immutable. */
public final class UsersSubject {
  /** A new version must be able to read the records of all earlier versions. */
  public static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";

  /** The levels that guarantee at least {@link #COMPATIBILITY}. */
  private static final Set<String> ENOUGH = Set.of(COMPATIBILITY, "FULL_TRANSITIVE");

  private static final int MAX_REASONS = 3;

  /** Limits the text about all versions. A reason can contain a whole schema. */
  private static final int MAX_PROBLEM_LENGTH = 800;

  private final String name;
  private final List<RegisteredSchema> versions;

  private UsersSubject(String name, List<RegisteredSchema> versions) {
    this.name = name;
    this.versions = List.copyOf(versions);
  }

  /** Returns the subject's name according to Confluent's topic name strategy. */
  public static String name(String topic) {
    return topic + "-value";
  }

  /** Requests all versions. A missing subject has none. */
  public static UsersSubject of(RegistryClient registry, String topic) throws IOException {
    return new UsersSubject(name(topic), registry.versions(name(topic)));
  }

  /** Returns whether a level guarantees at least {@link #COMPATIBILITY}. */
  public static boolean isEnough(String compatibility) {
    return ENOUGH.contains(compatibility);
  }

  /** Returns the command that sets {@link #COMPATIBILITY}. */
  public static String compatibilityCommand(RegistryConnection registry, String subject) {
    return String.format(
        Locale.ROOT,
        "curl -X PUT -H 'Content-Type: application/json' -d '{\"compatibility\":\"%s\"}'"
            + " %s/config/%s",
        COMPATIBILITY,
        registry.address(),
        subject);
  }

  /** Returns whether no schema is registered. */
  public boolean isEmpty() {
    return versions.isEmpty();
  }

  /** Returns the id of this build's schema if it is registered. */
  public OptionalInt ownId() {
    return own().stream().mapToInt(RegisteredSchema::id).findFirst();
  }

  /** Returns the version with this build's schema if it is registered. */
  public Optional<RegisteredSchema> own() {
    return versions.stream()
        .filter(version -> version.schema().equals(UserAvro.SCHEMA))
        .findFirst();
  }

  /** Returns the version with an id. */
  public Optional<RegisteredSchema> byId(int id) {
    return versions.stream().filter(version -> version.id() == id).findFirst();
  }

  /** Returns the schemas of all versions by id. */
  public ImmutableMap<Integer, Schema> schemas() {
    return versions.stream()
        .collect(
            ImmutableMap.toImmutableMap(
                RegisteredSchema::id, RegisteredSchema::schema, (one, same) -> one));
  }

  /**
   * Checks that a schema is registered and that this build can read the records of every version.
   *
   * @throws SetupException with the reason, if not
   */
  public UsersSubject requireReadable() {
    if (versions.isEmpty()) {
      throw new SetupException(
          "Subject " + name + " has no schema in the registry: run userstream setup.");
    }
    unreadable()
        .ifPresent(
            problem -> {
              throw new SetupException(problem);
            });
    return this;
  }

  /**
   * Returns the id of this build's schema.
   *
   * @throws SetupException if it is not registered
   */
  public int requireOwnId() {
    return ownId()
        .orElseThrow(
            () ->
                new SetupException(
                    "Subject "
                        + name
                        + " does not have the schema that this build writes: run userstream setup"
                        + " to register it."));
  }

  /**
   * Describes on one line the versions that this build cannot read, or returns empty if it reads
   * all.
   */
  public Optional<String> unreadable() {
    List<String> problems =
        versions.stream().flatMap(version -> problem(version).stream()).toList();
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Subject %s has a schema that this build cannot read: %s. Delete that version from"
                    + " the registry, or run a build that can read it.",
                name,
                ShownText.of(String.join("; ", problems), MAX_PROBLEM_LENGTH)));
  }

  private static Optional<String> problem(RegisteredSchema version) {
    SchemaCompatibilityResult result =
        SchemaCompatibility.checkReaderWriterCompatibility(UserAvro.SCHEMA, version.schema())
            .getResult();
    return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "version %d (id %d): %s",
                version.version(),
                version.id(),
                result.getIncompatibilities().stream()
                    .limit(MAX_REASONS)
                    .map(reason -> reason.getType() + " " + reason.getMessage())
                    .collect(Collectors.joining(", "))));
  }
}
