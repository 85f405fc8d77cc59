package io.userstream.pipelines.check;

import com.datastax.driver.core.Session;
import com.datastax.driver.core.exceptions.DriverException;
import com.google.common.collect.ImmutableList;
import io.userstream.io.cassandra.KeyspaceReplication;
import io.userstream.io.cassandra.ReplicaState;
import io.userstream.io.cassandra.RolePermissions;
import io.userstream.io.cassandra.RolePermissions.Resource;
import io.userstream.io.cassandra.TableDifferences;
import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.io.cassandra.UsersTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks the keyspace, the table, the permissions on them, and the consistency level. */
final class TableCheck {
  private final Target target;
  private final UsersTable table;
  private final Session session;
  private final UsersKeyspace users;

  TableCheck(Target target, UsersTable table, Session session, UsersKeyspace users) {
    this.target = target;
    this.table = table;
    this.session = session;
    this.users = users;
  }

  void run(Findings findings) throws InterruptedException {
    Optional<KeyspaceReplication> replication = users.replication();
    boolean mayRead = permissions(replication.isPresent(), findings);
    if (replication.isEmpty()) {
      missing("keyspace " + table.keyspace(), findings);
      return;
    }
    Optional<TableDifferences> differences = users.differences();
    if (differences.isEmpty()) {
      missing("table " + table, findings);
    } else {
      findings.part("table " + table, () -> columns(differences.get(), findings));
    }
    if (!target.isSetup()) {
      boolean isEnough = replicas(replication.get(), findings);
      if (differences.isPresent() && isEnough && mayRead) {
        findings.part("read", () -> probe(findings));
      }
    }
  }

  private void missing(String subject, Findings findings) {
    if (target.isSetup()) {
      findings.ok(subject, "missing: setup creates it");
    } else {
      findings.error(subject, "missing", "Run userstream setup.");
    }
  }

  private void columns(TableDifferences differences, Findings findings) {
    if (target.isSetup() && differences.conflicts().isEmpty() && !differences.missing().isEmpty()) {
      findings.ok(
          "table " + table, "setup adds " + differences.missing().size() + " missing columns");
      return;
    }
    users.requireTable();
    if (target.command() == CheckedCommand.RECONCILE) {
      users.requireMurmur3();
    }
    findings.ok("table " + table, "has the columns of this build");
  }

  /** Returns whether statements can succeed now. */
  private boolean replicas(KeyspaceReplication replication, Findings findings) {
    ReplicaState state = ReplicaState.of(session, table.cassandra(), table.keyspace(), replication);
    String subject = "consistency";
    String value =
        String.format(
            Locale.ROOT,
            "%s needs %d replica%s, keyspace %s has %d",
            table.cassandra().consistency(),
            state.needed(),
            state.needed() == 1 ? "" : "s",
            table.keyspace(),
            state.outOf());
    if (!state.isEnough()) {
      findings.error(
          subject,
          value,
          "Lower --cassandraConsistency, fix --cassandraLocalDc, or raise the replication of the"
              + " keyspace.");
      return false;
    }
    if (state.rangesDown() > 0) {
      findings.error(
          subject,
          String.format(
              Locale.ROOT,
              "%s, but fewer are up for %d of %d token ranges",
              value,
              state.rangesDown(),
              state.ranges()),
          "Start the nodes that are down.");
      return false;
    }
    findings.ok(subject, value + ", enough are up");
    return true;
  }

  /** Sends a real read, because nodes can be up and not respond. */
  private void probe(Findings findings) {
    users.probe();
    findings.ok("read", "a read at " + table.cassandra().consistency() + " succeeds");
  }

  /** Returns false if the right to read is known to be missing. */
  private boolean permissions(boolean keyspaceExists, Findings findings) {
    String subject = "permissions";
    String role = table.cassandra().username();
    if (role == null) {
      findings.ok(subject, "the cluster asks for no login");
      return true;
    }
    Resource resource = resource(keyspaceExists);
    List<String> needed = needed(keyspaceExists);
    Optional<ImmutableList<String>> missing;
    try {
      missing = new RolePermissions(session, role).missing(needed, resource);
    } catch (DriverException e) {
      findings.warning(
          subject, "not known: " + e.getMessage(), "Let the role list its own permissions.");
      return true;
    }
    if (missing.isEmpty()) {
      findings.ok(subject, "the cluster permits everything to everybody");
      return true;
    }
    if (missing.get().isEmpty()) {
      findings.ok(subject, String.join(", ", needed));
      return true;
    }
    String names = String.join(", ", missing.get());
    findings.error(
        subject,
        "role " + role + " lacks " + names,
        String.format(
            Locale.ROOT,
            "Grant %s on %s to %s.",
            names,
            keyspaceExists ? "keyspace " + table.keyspace() : "all keyspaces",
            role));
    return !missing.get().contains("SELECT");
  }

  private Resource resource(boolean keyspaceExists) {
    if (!target.isSetup()) {
      return Resource.table(table.keyspace(), table.name());
    }
    return keyspaceExists ? Resource.keyspace(table.keyspace()) : Resource.allKeyspaces();
  }

  /** Returns the permissions in the table of docs/operations.md. */
  private List<String> needed(boolean keyspaceExists) {
    return switch (target.command()) {
      case SETUP -> keyspaceExists ? List.of("ALTER", "SELECT") : List.of("CREATE");
      case STORE, REPLAY, REDRIVE, ERASE -> List.of("SELECT", "MODIFY");
      default -> List.of("SELECT");
    };
  }
}
