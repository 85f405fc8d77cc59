package io.userstream.pipelines.setup;

import com.google.common.collect.ImmutableList;
import io.userstream.io.cassandra.KeyspaceReplication;
import io.userstream.io.cassandra.TableDifferences;
import io.userstream.io.cassandra.UserColumn;
import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.runloop.servers.SetupException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Creates the keyspace and the table, and adds the columns that an older table lacks. */
final class TableSetup {
  private final UsersKeyspace users;
  private final SetupMode mode;
  private final PrintStream out;

  TableSetup(UsersKeyspace users, SetupMode mode, PrintStream out) {
    this.users = users;
    this.mode = mode;
    this.out = out;
  }

  /**
   * Creates the keyspace and prints a line.
   *
   * @param wanted the replication of a new keyspace; an existing one keeps its replication
   */
  void keyspace(String name, KeyspaceReplication wanted) {
    Optional<KeyspaceReplication> existing = users.replication();
    if (existing.isEmpty()) {
      if (mode.changesServers()) {
        users.createKeyspace(wanted);
      }
      out.printf(
          Locale.ROOT,
          "keyspace %s: %s, replication=%s%s%n",
          name,
          mode.past("created"),
          wanted.toCql(),
          mode.statement(users.keyspaceStatement(wanted)));
      return;
    }
    out.printf(
        Locale.ROOT,
        "keyspace %s: already exists, replication=%s%s%n",
        name,
        existing.get().toCql(),
        existing.get().equals(wanted) ? "" : " (not " + wanted.toCql() + ": left unchanged)");
  }

  /**
   * Creates the table or adds columns to it, and prints a line. A table with other types or another
   * primary key is left unchanged.
   *
   * @param conflicts receives what does not fit
   */
  void table(String name, List<String> conflicts) {
    Optional<TableDifferences> differences = users.differences();
    if (differences.isEmpty()) {
      if (mode.changesServers()) {
        users.createTable();
      }
      out.printf(
          Locale.ROOT,
          "table %s: %s%s%n",
          name,
          mode.past("created"),
          mode.statement(users.tableStatement()));
    } else if (differences.get().missing().isEmpty() || !differences.get().conflicts().isEmpty()) {
      out.printf(Locale.ROOT, "table %s: already exists%s%n", name, additional(differences.get()));
    } else {
      addColumns(name, differences.get());
    }
    if (mode.changesServers() || differences.map(TableSetup::hasConflicts).orElse(false)) {
      check(conflicts);
    }
  }

  private void addColumns(String name, TableDifferences differences) {
    ImmutableList<UserColumn<?>> missing = differences.missing();
    if (mode.changesServers()) {
      users.addColumns(missing);
    }
    out.printf(
        Locale.ROOT,
        "table %s: %s, added=%s%s%s%n",
        name,
        mode.past("altered"),
        missing.stream().map(UserColumn::name).collect(Collectors.joining(",")),
        additional(differences),
        mode.statement(users.columnsStatement(missing)));
  }

  private void check(List<String> conflicts) {
    try {
      users.requireTable();
    } catch (SetupException e) {
      conflicts.add(e.getMessage());
    }
  }

  private static boolean hasConflicts(TableDifferences differences) {
    return !differences.conflicts().isEmpty();
  }

  private static String additional(TableDifferences differences) {
    return differences.additional().isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            " (columns of another build: %s: left unchanged)",
            String.join(", ", differences.additional()));
  }
}
