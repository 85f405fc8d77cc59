package io.userstream.pipelines.check;

import io.userstream.io.registry.RegistryClient;
import io.userstream.io.registry.RegistryConnection;
import io.userstream.io.registry.UsersRegistry;
import io.userstream.io.registry.UsersSubject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Checks the registry: login, right to read, and the schemas of the topic. */
final class RegistryCheck implements ServerCheck {
  private final Target target;
  private final RegistryConnection connection;
  private final String topic;
  private final String subject;

  RegistryCheck(Target target, UsersRegistry registry) {
    this.target = target;
    this.connection = registry.connection();
    this.topic = registry.topic();
    this.subject = UsersSubject.name(topic);
  }

  @Override
  public Area area() {
    return Area.REGISTRY;
  }

  @Override
  public String subject() {
    return "connection";
  }

  @Override
  public void run(Findings findings) throws InterruptedException {
    HostNames.check(
        findings, List.of(URI.create(connection.address()).getHost()), "--schemaRegistry");
    RegistryClient registry = new RegistryClient(connection);
    UsersSubject schemas =
        registry.await(target.connectTimeout(), asked -> UsersSubject.of(asked, topic));
    findings.ok(subject(), connection.address() + ", which permits reading");
    findings.part("subject " + subject, () -> schemas(schemas, findings));
    if (!schemas.isEmpty()) {
      findings.part("compatibility", () -> compatibility(registry, findings));
    }
  }

  private void schemas(UsersSubject schemas, Findings findings) {
    String shown = "subject " + subject;
    // Tail also prints records that it cannot decode.
    Level problem = target.command() == CheckedCommand.TAIL ? Level.WARNING : Level.ERROR;
    if (schemas.isEmpty()) {
      if (target.isSetup()) {
        findings.ok(shown, "missing: setup registers it. The right to write is not known before");
      } else {
        findings.add(problem, shown, "no schema", "Run userstream setup.");
      }
      return;
    }
    Optional<String> unreadable = schemas.unreadable();
    boolean writes =
        target.command() == CheckedCommand.INGEST || target.command() == CheckedCommand.PUBLISH;
    if (unreadable.isPresent()) {
      findings.add(problem, shown, unreadable.get(), "");
    } else if (schemas.ownId().isEmpty() && writes) {
      findings.error(shown, "the schema of this build is not registered", "Run userstream setup.");
    } else {
      findings.ok(
          shown,
          schemas.schemas().size()
              + (schemas.schemas().size() == 1 ? " schema" : " schemas")
              + " that this build can read"
              + (schemas.ownId().isPresent()
                  ? ", with its own, id=" + schemas.ownId().getAsInt()
                  : ", without its own"));
    }
  }

  private void compatibility(RegistryClient registry, Findings findings)
      throws InterruptedException {
    String level =
        registry
            .await(target.connectTimeout(), asked -> asked.compatibility(subject))
            .orElse(UsersSubject.COMPATIBILITY);
    if (UsersSubject.isEnough(level)) {
      findings.ok("compatibility", level);
    } else {
      findings.add(
          target.isSetup() ? Level.ERROR : Level.WARNING,
          "compatibility",
          level + ", should be " + UsersSubject.COMPATIBILITY,
          UsersSubject.compatibilityCommand(connection, subject));
    }
  }
}
