package io.userstream.tests.faults;

import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Faults of the commands of an operator: each is killed at a random moment, then loses Cassandra,
 * and is run until it succeeds, beside a store.
 */
final class CommandCells {
  static final Cell REDRIVE =
      new Cell(
          "redrive-killed",
          Stage.WHOLE,
          150,
          "kill -9 of a redrive beside a store, then of Cassandra during the next",
          CommandCells::redrive);

  static final Cell REPAIR =
      new Cell(
          "repair-killed",
          Stage.WHOLE,
          150,
          "kill -9 of a repair beside a store, then of Cassandra during the next",
          CommandCells::repair);

  static final Cell ERASE =
      new Cell(
          "erase-killed",
          Stage.WHOLE,
          150,
          "kill -9 of an erasure beside a store, then of Cassandra during the next",
          CommandCells::erase);

  private static final int USERS = 20_000;

  /** Users who are published meanwhile, and stored by the store. */
  private static final int LATER = 500;

  private static final int DEAD = 50;
  private static final int ERASED = 2_000;

  /** Attempts after the two that are disturbed. */
  private static final int MAX_ATTEMPTS = 5;

  private CommandCells() {}

  private static Duration redrive(FlowUnderFire fire) {
    Flow flow = Flow.on(fire.stack(), "redriven").withSchemaRegistry().setUp(replicated(fire));
    int schemaId = new AvroPublisher(flow).register(flow.topic() + "-value", UserAvro.SCHEMA).id();
    try (Publisher publisher = new Publisher(flow)) {
      for (long number = 0; number < USERS; number++) {
        User user = Publisher.user(number);
        publisher.send(user.id(), UserAvro.write(user, schemaId));
      }
      poison(publisher);
    }
    JobResult store =
        Flow.runHere(flow.argumentsWithout("--schemaRegistry", "store", "--until=drained"));
    requireCode(0, store);
    int letters = flow.contents().deadLetters().size();
    Disturbed disturbed = new Disturbed(fire, flow, List.of("redrive", "--maxRunRecords=1000"));
    Duration again = disturbed.run(due -> () -> rows(flow) > due);
    long now = flow.contents().deadLetters().stream().filter(each -> each.key() != null).count();
    if (now != letters) {
      throw new AssertionError("there were " + letters + " dead letters, and are " + now);
    }
    requireReconciled(
        flow, USERS + LATER + DEAD, USERS + LATER, 0, DEAD + " in-flight=0 redriven=" + USERS);
    flow.tearDown();
    return again;
  }

  private static Duration repair(FlowUnderFire fire) {
    Flow flow = Flow.on(fire.stack(), "repaired").setUp(replicated(fire));
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, USERS);
      poison(publisher);
    }
    requireCode(0, flow.prepare("store", "--until=drained"));
    flow.contents().execute("TRUNCATE " + flow.keyspace() + "." + flow.table());
    Disturbed disturbed = new Disturbed(fire, flow, List.of("reconcile", "--repair"));
    Duration again = disturbed.run(due -> () -> rows(flow) > due);
    requireReconciled(flow, USERS + LATER + DEAD, USERS + LATER, 0, DEAD + " in-flight=0");
    flow.tearDown();
    return again;
  }

  private static Duration erase(FlowUnderFire fire) {
    String key = "--erasureKey=file:" + file(fire, "erasures.key", keyText());
    List<String> ids = new ArrayList<>(Publisher.ids(0, ERASED));
    // They also have dead letters.
    ids.addAll(Publisher.ids(USERS, USERS + DEAD / 2));
    Flow flow = Flow.on(fire.stack(), "erased").setUp(replicated(fire), key);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, USERS);
      poison(publisher);
    }
    requireCode(0, flow.prepare("store", "--until=drained"));
    Disturbed disturbed =
        new Disturbed(
            fire,
            flow,
            List.of("erase", key, "--ids=" + file(fire, "ids", String.join("\n", ids))));
    int published = flow.contents().records().size();
    Duration again =
        disturbed.run(
            due ->
                fire.random().nextBoolean()
                    ? () -> rows(flow) < USERS - due % ERASED
                    : () -> flow.contents().records().size() > published + due % ERASED);
    JobResult reconcile = flow.prepare("reconcile", key);
    String all =
        String.format(
            Locale.ROOT,
            "stored=%d erased=%d dead=%d in-flight=0",
            USERS - ERASED + LATER,
            ERASED + DEAD,
            DEAD - DEAD / 2);
    if (!reconcile.out().contains(all)) {
      throw new AssertionError("not " + all + ": " + reconcile.out());
    }
    flow.tearDown();
    return again;
  }

  /** Returns a condition for a number of rows. */
  private interface Progress {
    BooleanSupplier at(int due);
  }

  /** A command that is killed, loses Cassandra, and is run until it succeeds. */
  private record Disturbed(FlowUnderFire fire, Flow flow, List<String> command) {
    JobProcess start() {
      return flow.start(
          JobCommand.jar(),
          command.get(0),
          command.subList(1, command.size()).toArray(new String[0]));
    }

    Duration run(Progress progress) {
      Duration again;
      try (JobProcess store = flow.start(JobCommand.jar(), "store")) {
        try (JobProcess first = start()) {
          await(first, progress.at(fire.random().nextInt(USERS / 2)));
          first.kill();
        }
        try (Publisher publisher = new Publisher(flow)) {
          publisher.users(USERS + DEAD, USERS + DEAD + LATER);
        }
        try (JobProcess second = start()) {
          await(second, progress.at(USERS / 2 + fire.random().nextInt(USERS / 2)));
          fire.stack().cassandra().kill();
          fire.stack().cassandra().start();
          fire.mark();
          again = fire.awaitFlow();
          int unused = second.awaitEnd(FlowUnderFire.LIMIT);
        }
        runUntilItSucceeds();
        store.terminate();
        int unused = store.awaitEnd(FlowUnderFire.LIMIT);
      }
      requireCode(0, flow.prepare("store", "--until=drained"));
      return again;
    }

    private void runUntilItSucceeds() {
      for (int attempt = 1; ; attempt++) {
        try (JobProcess job = start()) {
          int code = job.awaitEnd(FlowUnderFire.LIMIT);
          if (code == 0) {
            return;
          }
          if (attempt == MAX_ATTEMPTS) {
            throw new AssertionError("exit code " + code + ":\n" + job.output());
          }
        }
      }
    }
  }

  private static void await(JobProcess job, BooleanSupplier due) {
    Await.until(
        "the command has made progress",
        FlowUnderFire.LIMIT,
        () -> !job.isRunning() || due.getAsBoolean());
  }

  private static long rows(Flow flow) {
    return flow.contents().query("SELECT COUNT(*) FROM " + flow.table()).get(0).getLong(0);
  }

  private static String replicated(FlowUnderFire fire) {
    return "--replicationFactor=" + fire.stack().kafka().nodes().size();
  }

  private static void poison(Publisher publisher) {
    for (int number = 0; number < DEAD; number++) {
      publisher.poison(USERS + number);
    }
  }

  private static Path file(FlowUnderFire fire, String name, String content) {
    try {
      return Files.writeString(fire.stack().directory().resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String keyText() {
    return Base64.getEncoder().encodeToString(new byte[32]);
  }

  private static void requireCode(int code, JobResult result) {
    if (result.exitCode() != code) {
      throw new AssertionError("exit code " + result.exitCode() + ":\n" + result.err());
    }
  }

  private static void requireReconciled(
      Flow flow, int published, int stored, int erased, String dead) {
    String all =
        String.format(
            Locale.ROOT,
            "published=%d stored=%d erased=%d dead=%s",
            published,
            stored,
            erased,
            dead);
    JobResult reconcile = flow.prepare("reconcile");
    if (!reconcile.out().contains(all)) {
      throw new AssertionError("not " + all + ": " + reconcile.out());
    }
  }
}
