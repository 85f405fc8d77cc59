package io.userstream.pipelines.setup;

import io.userstream.io.registry.RegisteredSchema;
import io.userstream.io.registry.RegistryClient;
import io.userstream.io.registry.RegistryConnection;
import io.userstream.io.registry.UsersSubject;
import io.userstream.model.UserAvro;
import io.userstream.runloop.servers.SetupException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Registers the schema of the users. Existing versions stay unchanged. */
final class SchemaSetup {
  private final String subject;
  private final String topic;
  private final RegistryConnection connection;
  private final SetupMode mode;

  /** Kept between attempts: the schema stays registered if the registry stops answering. */
  private boolean registered;

  /**
   * Prepares the registration.
   *
   * @param connection to the registry, for the suggested command
   */
  SchemaSetup(String topic, RegistryConnection connection, SetupMode mode) {
    this.topic = topic;
    this.subject = UsersSubject.name(topic);
    this.connection = connection;
    this.mode = mode;
  }

  /**
   * Registers the schema and prints a line.
   *
   * @param conflicts receives a line for each setting that does not fit
   * @throws IOException if the registry does not answer; call it again then
   */
  void run(RegistryClient registry, PrintStream out, List<String> conflicts) throws IOException {
    UsersSubject before = UsersSubject.of(registry, topic);
    Optional<String> existing = registry.compatibility(subject);
    String compatibility = existing.orElse(UsersSubject.COMPATIBILITY);
    if (mode.changesServers()) {
      if (existing.isEmpty()) {
        registry.setCompatibility(subject, UsersSubject.COMPATIBILITY);
      }
      try {
        RegisteredSchema own = register(registry, before);
        out.printf(
            Locale.ROOT,
            "schema %s: %s, version=%d, id=%d, compatibility=%s%n",
            subject,
            registered ? "registered" : "already exists",
            own.version(),
            own.id(),
            compatibility);
      } catch (SetupException e) {
        conflicts.add(e.getMessage());
      }
    } else {
      out.printf(
          Locale.ROOT,
          "schema %s: %s, compatibility=%s%n",
          subject,
          before
              .own()
              .map(own -> "already exists, version=" + own.version() + ", id=" + own.id())
              .orElse(mode.past("registered")),
          compatibility);
    }
    before.unreadable().ifPresent(conflicts::add);
    if (!UsersSubject.isEnough(compatibility)) {
      conflicts.add(
          String.format(
              Locale.ROOT,
              "Subject %s has compatibility %s, which should be %s. It was left unchanged. To"
                  + " change it: %s",
              subject,
              compatibility,
              UsersSubject.COMPATIBILITY,
              UsersSubject.compatibilityCommand(connection, subject)));
    }
  }

  private RegisteredSchema register(RegistryClient registry, UsersSubject before)
      throws IOException {
    if (before.own().isPresent()) {
      return before.own().get();
    }
    int id = registry.register(subject, UserAvro.SCHEMA);
    registered = true;
    return UsersSubject.of(registry, topic)
        .byId(id)
        // Another node of the registry may answer before it knows the new version.
        .orElseThrow(() -> new IOException("schema id " + id + " has no version yet"));
  }
}
