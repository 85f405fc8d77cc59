package io.userstream.pipelines.erase;

import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.io.deadletters.DeadLetterRemoval;
import io.userstream.io.deadletters.DeadLetterScan;
import io.userstream.io.erasures.ErasureList;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.progress.Progress;
import io.userstream.pipelines.store.OwnGroup;
import io.userstream.pipelines.store.PartConfig;
import io.userstream.pipelines.store.Scope;
import io.userstream.pipelines.store.Store;
import io.userstream.pipelines.store.StoreConfig;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.SetupException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;

/**
 * The erase job: removes users from the table, the raw store, the topic and the dead letters, and
 * puts them on the erasure list, so that nothing brings them back. Everything can be repeated.
 *
 * <p>The order matters: the list first, then the raw store, from which users could be published,
 * then tombstones. A store over exactly the tombstones removes the rows.
 */
public final class Erase {
  private final PartConfig config;
  private final StoreConfig store;
  private final EraseSelection selection;
  private final Optional<PostgresConnection> rawStore;
  private final Progress progress;

  private Erase(
      PartConfig config,
      EraseSelection selection,
      Optional<PostgresConnection> rawStore,
      Progress progress) {
    this.config = config;
    this.store = config.store();
    this.selection = selection;
    this.rawStore = rawStore;
    this.progress = progress;
  }

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(EraseOptions options, OptionReader reader) {
    PartConfig config = PartConfig.read(options, reader);
    EraseSelection selection = EraseSelection.read(options, reader);
    if (options.getErasureKey() == null) {
      reader.reject("erasureKey", "is required");
    }
    Optional<PostgresConnection> rawStore = PostgresConnection.read(options, reader);
    return (out, progress) -> {
      new Erase(config, selection, rawStore, progress).run(out);
      return ExitCode.DONE;
    };
  }

  /**
   * Erases the users, and prints what was done.
   *
   * @param out receives a line with what was found, and one with the result
   * @throws ServerException if a server is down, a topic or a table is missing, the list cannot be
   *     read with the key, a dead letter cannot be decrypted, or a user came back meanwhile
   * @throws RunLoopException on a fatal fault
   * @throws IOException if the result file cannot be written
   */
  private void run(PrintStream out) throws InterruptedException, RunLoopException, IOException {
    long startNanos = System.nanoTime();
    Duration timeout = config.timeout();
    UsersTopic topic = store.topic();
    topic.requireForStore(timeout);
    store.table().require(timeout);
    ErasureList list = new ErasureList(topic, timeout);
    Erasures unused = list.read(config.erasureKey());
    Optional<RawUsersTable> raw = Optional.empty();
    if (rawStore.isPresent()) {
      raw = Optional.of(RawUsersTable.require(rawStore.get(), timeout));
    }
    Set<String> ids = ids(raw, timeout);
    Set<UUID> rows = rows(ids, timeout);
    Integer rawRows =
        raw.isPresent() ? raw.get().untilDone(timeout, counting(raw.get(), ids)) : null;
    FoundLetters letters = letters(ids);
    Map<Integer, OffsetSet> lettersAt = letters.offsets();
    out.printf(
        Locale.ROOT,
        "%s users=%d: rows=%d%s dead=%d%n",
        config.dryRun() ? "would erase" : "erasing",
        ids.size(),
        rows.size(),
        rawRows == null ? "" : " raw=" + rawRows,
        letters.total());
    if (config.dryRun()) {
      return;
    }
    Instant now = Instant.now();
    list.add(config.erasureKey().orElseThrow(), ids, now);
    if (raw.isPresent()) {
      RawUsersTable table = raw.get();
      Integer unusedRows = table.untilDone(timeout, () -> table.erase(ids));
    }
    Tombstones tombstones = Tombstones.write(topic, ids);
    OwnGroup group = OwnGroup.of(store, "erase", tombstones.toString());
    new Store(
            "erase",
            store.withGroup(group.name()),
            Scope.of(tombstones.offsets(), Map.of(), Erasures.NONE),
            progress)
        .run(
            summary -> {
              if (summary.lag() > 0) {
                throw new SetupException(
                    "The job was stopped before everything was erased. Run it again.");
              }
              try (Admin admin = topic.kafka().await(timeout)) {
                new DeadLetterRemoval(topic.deadLetters(), topic.clientProperties())
                    .remove(admin, lettersAt);
                requireGone(ids, tombstones, timeout);
                config
                    .resultFile()
                    .write(
                        new Certificate(ids, rows, rawRows, letters, tombstones)
                            .toMap(admin, topic, now, (System.nanoTime() - startNanos) / 1e9));
              }
              group.delete(topic, timeout);
              report(ids, rows, rawRows, letters, out);
            });
  }

  private static RawUsersTable.Work<Integer> counting(RawUsersTable table, Set<String> ids) {
    return () -> table.countOf(ids);
  }

  private Set<String> ids(Optional<RawUsersTable> raw, Duration timeout)
      throws InterruptedException {
    Set<String> ids = new TreeSet<>(selection.ids());
    if (selection.email().isPresent()) {
      String email = selection.email().get().resolve();
      try (UsersKeyspace users = store.table().open(timeout)) {
        users.idsWithEmail(email).forEach(id -> ids.add(id.toString()));
      }
      if (raw.isPresent()) {
        RawUsersTable table = raw.get();
        ids.addAll(table.untilDone(timeout, () -> table.idsWithEmail(email)));
      }
      if (ids.isEmpty()) {
        throw new SetupException("No user has the e-mail address of --email. Nothing was erased.");
      }
    }
    return ids;
  }

  private Set<UUID> rows(Set<String> ids, Duration timeout) throws InterruptedException {
    List<UUID> asked = ids.stream().map(UUID::fromString).toList();
    try (UsersKeyspace users = store.table().open(timeout)) {
      return users.existing(asked);
    }
  }

  private FoundLetters letters(Set<String> ids) {
    FoundLetters letters = new FoundLetters(ids, store.encryption().open());
    DeadLetterScan.read(store.topic().deadLetters(), store.topic().clientProperties(), letters);
    return letters;
  }

  /** Checks the result, because another job may have written a user meanwhile. */
  private void requireGone(Set<String> ids, Tombstones tombstones, Duration timeout)
      throws InterruptedException {
    Set<String> back = new TreeSet<>(tombstones.published(store.topic()));
    rows(ids, timeout).forEach(id -> back.add(id.toString()));
    if (!back.isEmpty()) {
      throw new ServerException(
          "Another job wrote "
              + back
              + " while they were erased. End jobs that began before this one, and run it again.");
    }
  }

  private static void report(
      Set<String> ids, Set<UUID> rows, Integer rawRows, FoundLetters letters, PrintStream out) {
    for (String id : ids) {
      for (String origin : letters.mentions(id)) {
        out.printf(
            Locale.ROOT,
            "%s: the dead letter of %s has another key, and names this id%n",
            id,
            origin);
      }
    }
    out.printf(
        Locale.ROOT,
        "erased: users=%d rows=%d%s dead=%d%n",
        ids.size(),
        rows.size(),
        rawRows == null ? "" : " raw=" + rawRows,
        letters.total());
  }
}
