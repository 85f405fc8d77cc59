package io.userstream.tests.bench;

import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.tests.bench.report.Median;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compares {@code replay} and {@code redrive} with {@code store}, on the same servers and cluster,
 * alternating, and checks every row. Each of them writes the same users, in Avro, into an empty
 * table. The dead letters of {@code redrive} are those of a store that had no registry.
 */
final class OperationsBenchmark {
  private static final Duration LIMIT = Duration.ofHours(2);
  private static final long WARM_UP_USERS = 300_000;

  private final LocalStack stack;
  private final Map<Operation, List<Backlog>> results = new EnumMap<>(Operation.class);

  private OperationsBenchmark(LocalStack stack) {
    this.stack = stack;
  }

  private enum Operation {
    STORE("store") {
      @Override
      GroupOffsets offsets(Flow flow) {
        return new GroupOffsets(flow);
      }

      @Override
      JobProcess start(Flow flow) {
        return flow.start(EngineProcesses.submit(flow.stack()), command, "--until=drained");
      }
    },
    REPLAY("replay"),
    REDRIVE("redrive") {
      @Override
      void prepare(Flow flow) {
        try (JobProcess store =
            JobProcess.start(
                flow.stack(),
                flow.topic() + "-letters",
                EngineProcesses.submit(flow.stack()),
                flow.argumentsWithout("--schemaRegistry", "store", "--until=drained"))) {
          if (store.awaitEnd(LIMIT) != 0) {
            throw new IllegalStateException("the dead letters are missing:\n" + store.output());
          }
        }
      }
    };

    final String command;

    Operation(String command) {
      this.command = command;
    }

    /** Does what must be done before the measurement. */
    void prepare(Flow flow) {}

    GroupOffsets offsets(Flow flow) {
      return GroupOffsets.ofOwnGroup(flow, command);
    }

    JobProcess start(Flow flow) {
      return flow.start(EngineProcesses.submit(flow.stack()), command);
    }
  }

  /**
   * Prints the figures and their ratios.
   *
   * @param users to write each time
   * @param rounds of each command, better two or more; every other one is in reverse order
   */
  static void run(Report report, long users, int rounds) throws InterruptedException {
    try (LocalStack stack = BenchServers.named("bench-operations").schemaRegistry().start()) {
      OperationsBenchmark benchmark = new OperationsBenchmark(stack);
      // Pays for the servers' cold code.
      Backlog unused = benchmark.measure(Operation.STORE, Math.min(users, WARM_UP_USERS));
      Report.Table table =
          report.table(
              String.format(Locale.ROOT, "operations, %,d users", users), StoreBenchmark.BACKLOG);
      for (int round = 0; round < rounds; round++) {
        List<Operation> order = Arrays.asList(Operation.values());
        if (round % 2 == 1) {
          Collections.reverse(order);
        }
        for (Operation operation : order) {
          benchmark.measureAndReport(operation, users, table);
        }
      }
      for (Operation operation : List.of(Operation.REPLAY, Operation.REDRIVE)) {
        String name = operation.command + "/store";
        table.ratio(name, benchmark.ratio(operation, Backlog::usersPerSecond));
        table.ratio("warm " + name, benchmark.ratio(operation, Backlog::warmUsersPerSecond));
      }
    }
  }

  private void measureAndReport(Operation operation, long users, Report.Table table)
      throws InterruptedException {
    Backlog result = measure(operation, users);
    results.computeIfAbsent(operation, o -> new ArrayList<>()).add(result);
    table.row(operation.command, StoreBenchmark.figures(result));
  }

  private Backlog measure(Operation operation, long users) throws InterruptedException {
    Flow flow = Flow.on(stack, operation.command).withSchemaRegistry().setUp();
    publish(flow, users);
    operation.prepare(flow);
    Backlog result;
    try (GroupOffsets offsets = operation.offsets(flow)) {
      result = Backlog.measureToTheEnd(flow, () -> operation.start(flow), offsets, users);
    }
    long rows = flow.contents().countRows();
    if (rows != users) {
      throw new IllegalStateException(operation.command + " stored " + rows + " of " + users);
    }
    flow.tearDown();
    return result;
  }

  private static void publish(Flow flow, long users) {
    int schema = new AvroPublisher(flow).register(flow.topic() + "-value", UserAvro.SCHEMA).id();
    try (Publisher publisher = new Publisher(flow)) {
      for (long number = 0; number < users; number++) {
        User user = Publisher.user(number);
        publisher.send(user.id(), UserAvro.write(user, schema));
      }
    }
  }

  private double ratio(Operation operation, ToDoubleFunction<Backlog> figure) {
    return median(operation, figure) / median(Operation.STORE, figure);
  }

  private double median(Operation operation, ToDoubleFunction<Backlog> figure) {
    return Median.of(results.get(operation).stream().mapToDouble(figure));
  }
}
