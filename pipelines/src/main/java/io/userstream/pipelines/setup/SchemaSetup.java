package io.userstream.pipelines.setup;

import io.userstream.io.registry.RegistryClient;
import io.userstream.io.registry.UsersSubject;
import io.userstream.model.UserAvro;
import io.userstream.runloop.servers.SetupException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Registers the schema of the users, and leaves alone what is there. */
final class SchemaSetup {
  private final String subject;
  private final String topic;
  private final String address;

  /**
   * Prepares the registration.
   *
   * @param address of the registry, for a command that is shown
   */
  SchemaSetup(String topic, String address) {
    this.topic = topic;
    this.subject = UsersSubject.name(topic);
    this.address = address.replaceFirst("/+$", "");
  }

  /**
   * Does it, with a line for the schema.
   *
   * @param conflicts gets what is there in another shape, a line each
   * @throws IOException when the registry does not answer; all may be done again
   */
  void run(RegistryClient registry, PrintStream out, List<String> conflicts) throws IOException {
    UsersSubject before = UsersSubject.of(registry, topic);
    Optional<String> there = registry.compatibility(subject);
    if (there.isEmpty()) {
      registry.setCompatibility(subject, UsersSubject.COMPATIBILITY);
    }
    String compatibility = there.orElse(UsersSubject.COMPATIBILITY);
    OptionalInt ownId = before.ownId();
    try {
      int id = ownId.isPresent() ? ownId.getAsInt() : registry.register(subject, UserAvro.SCHEMA);
      out.printf(
          "schema %s: %s, id=%d, compatibility=%s%n",
          subject, ownId.isPresent() ? "was there" : "registered", id, compatibility);
    } catch (SetupException e) {
      conflicts.add(e.getMessage());
    }
    before.unreadable().ifPresent(conflicts::add);
    if (!UsersSubject.isEnough(compatibility)) {
      conflicts.add(
          String.format(
              "Subject %s has compatibility %s, which should be %s. It is left as it is; this"
                  + " changes it: curl -X PUT -H 'Content-Type: application/json' -d"
                  + " '{\"compatibility\":\"%s\"}' %s/config/%s",
              subject,
              compatibility,
              UsersSubject.COMPATIBILITY,
              UsersSubject.COMPATIBILITY,
              address,
              subject));
    }
  }
}
