package io.userstream.io.registry;

import com.google.common.collect.ImmutableMap;
import io.userstream.model.UserAvro;
import io.userstream.runloop.servers.SetupException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * The subject under which the schemas of a topic of users are registered, as it was when it was
 * asked for. Immutable.
 */
public final class UsersSubject {
  /** What a new version must be: able to read the records of every version before it. */
  public static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";

  /** The levels that promise as much, or more. */
  private static final Set<String> ENOUGH = Set.of(COMPATIBILITY, "FULL_TRANSITIVE");

  private static final int MAX_REASONS = 3;

  private final String name;
  private final List<RegisteredSchema> versions;

  private UsersSubject(String name, List<RegisteredSchema> versions) {
    this.name = name;
    this.versions = List.copyOf(versions);
  }

  /** Returns the subject's name, by Confluent's rule for the values of a topic. */
  public static String name(String topic) {
    return topic + "-value";
  }

  /** Asks for all versions; a subject that is not there has none. */
  public static UsersSubject of(RegistryClient registry, String topic) throws IOException {
    return new UsersSubject(name(topic), registry.versions(name(topic)));
  }

  /** Whether this level keeps what the project promises for a subject. */
  public static boolean isEnough(String compatibility) {
    return ENOUGH.contains(compatibility);
  }

  /** Returns whether no schema is registered. */
  public boolean isEmpty() {
    return versions.isEmpty();
  }

  /** Returns the id of this build's own schema, when it is registered. */
  public OptionalInt ownId() {
    return own().stream().mapToInt(RegisteredSchema::id).findFirst();
  }

  /** Returns this build's own schema as it is registered, if it is. */
  public Optional<RegisteredSchema> own() {
    return versions.stream()
        .filter(version -> version.schema().equals(UserAvro.SCHEMA))
        .findFirst();
  }

  /** Returns the version that a registry has given this id. */
  public Optional<RegisteredSchema> byId(int id) {
    return versions.stream().filter(version -> version.id() == id).findFirst();
  }

  /** Returns every version's schema by its id. */
  public ImmutableMap<Integer, Schema> schemas() {
    return versions.stream()
        .collect(
            ImmutableMap.toImmutableMap(
                RegisteredSchema::id, RegisteredSchema::schema, (one, same) -> one));
  }

  /**
   * Checks that there is a schema and that this build reads what every version writes.
   *
   * @throws SetupException saying which does not fit, and why
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
   * Returns the id to write with.
   *
   * @throws SetupException when this build's schema is not registered
   */
  public int requireOwnId() {
    return ownId()
        .orElseThrow(
            () ->
                new SetupException(
                    "Subject "
                        + name
                        + " does not have the schema that this build writes: run userstream setup,"
                        + " which registers it or says why it cannot be."));
  }

  /** Says in one line which versions this build cannot read; empty when it reads all. */
  public Optional<String> unreadable() {
    List<String> problems =
        versions.stream().flatMap(version -> problem(version).stream()).toList();
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                "Subject %s has a schema that this build cannot read: %s. Delete that version from"
                    + " the registry, or run a build that reads it.",
                name, String.join("; ", problems)));
  }

  private static Optional<String> problem(RegisteredSchema version) {
    SchemaCompatibilityResult result =
        SchemaCompatibility.checkReaderWriterCompatibility(UserAvro.SCHEMA, version.schema())
            .getResult();
    return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
        ? Optional.empty()
        : Optional.of(
            String.format(
                "version %d (id %d): %s",
                version.version(),
                version.id(),
                result.getIncompatibilities().stream()
                    .limit(MAX_REASONS)
                    .map(reason -> reason.getType() + " " + reason.getMessage())
                    .collect(Collectors.joining(", "))));
  }
}
