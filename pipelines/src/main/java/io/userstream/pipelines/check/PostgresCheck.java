package io.userstream.pipelines.check;

import io.userstream.io.postgres.DatabaseState;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawUsersSchema;
import java.util.List;
import java.util.Locale;

/** Checks the raw store: the login, the tables, the rights on them, and the clock. */
final class PostgresCheck implements ServerCheck {
  private final Target target;
  private final PostgresConnection connection;

  PostgresCheck(Target target, PostgresConnection connection) {
    this.target = target;
    this.connection = connection;
  }

  @Override
  public Area area() {
    return Area.POSTGRESQL;
  }

  @Override
  public String subject() {
    return "connection";
  }

  @Override
  public void run(Findings findings) throws InterruptedException {
    HostNames.check(findings, connection.hosts(), "--rawStore");
    connection
        .clearText()
        .ifPresent(fix -> findings.warning("TLS", "the password may be sent unencrypted", fix));
    List<String> rights = rights();
    DatabaseState state = DatabaseState.ask(connection, target.connectTimeout(), rights);
    boolean writes = target.command() != CheckedCommand.RECONCILE;
    if (state.isStandby() && writes) {
      findings.error(
          subject(), connection + " is a standby, which accepts only reads", "Fix --rawStore.");
    } else {
      findings.ok(subject(), connection.toString());
    }
    TestedVersion.POSTGRESQL.check(List.of(state.version()), findings);
    findings.part("tables", () -> tables(state, rights, findings));
    Clocks.compare(
        findings.in(Area.CLOCKS), "PostgreSQL", state.now(), state.before(), state.after());
  }

  private void tables(DatabaseState state, List<String> rights, Findings findings) {
    int pending = new RawUsersSchema(connection).pending();
    if (pending == 0) {
      findings.ok("tables", String.join(", ", state.tables()));
    } else if (target.isSetup()) {
      findings.ok("tables", pending + " migrations are missing: setup runs them");
    } else {
      findings.error("tables", pending + " migrations are missing", "Run userstream setup.");
    }
    if (target.isSetup() && pending == 0) {
      return; // Setup changes nothing.
    }
    if (!state.missing().isEmpty()) {
      String missing = String.join(", ", state.missing());
      findings.error(
          "rights",
          "missing: " + missing,
          String.format(Locale.ROOT, "Grant %s to user %s.", missing, connection.username()));
    } else if (target.isSetup() && !state.mayCreate()) {
      findings.error(
          "rights",
          "missing: CREATE on the schema",
          "Grant CREATE on the schema to user " + connection.username() + ".");
    } else if (!state.tables().isEmpty()) {
      findings.ok("rights", String.join(", ", rights));
    } else if (target.isSetup()) {
      findings.ok("rights", "CREATE on the schema");
    }
  }

  /** Returns the rights in the table of docs/operations.md. */
  private List<String> rights() {
    return switch (target.command()) {
      case SETUP -> List.of(DatabaseState.OWNER);
      case RECONCILE -> List.of("SELECT");
      default -> List.of("SELECT", "INSERT", "UPDATE");
    };
  }
}
