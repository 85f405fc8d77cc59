package io.userstream.tests.servers;

import com.google.common.base.CaseFormat;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.arguments.Program;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The command {@code servers}: starts real servers with an empty flow, and a {@code store} on the
 * Spark cluster. Prints the addresses, one {@code NAME=value} per line, then {@code READY}. Answers
 * {@link Questions} from stdin. Stops everything when stdin ends, which includes a kill of the
 * program that started it.
 */
public final class Servers {
  private static final String DATABASE = "airflow";
  private static final String DATABASE_PASSWORD = "for-the-tests-alone";

  private static final Program PROGRAM =
      new Program(
          "userstream servers",
          """
          Usage: ./userstream servers

          Starts the servers and a store for tests in other languages. Prints the addresses as
          NAME=value lines, then READY. Answers requests on stdin, and stops everything when stdin ends.
          """);

  private Servers() {}

  // The lines are the contract with the calling program. The store is only opened to run.
  @SuppressWarnings({"SystemOut", "try"})
  public static void main(String[] arguments) throws IOException {
    PROGRAM.read(arguments, none -> none);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (LocalStack stack =
            LocalStack.builder()
                .name("servers")
                .schemaRegistry()
                .postgres()
                .sparkWorkers(1)
                .cassandraPeriodicCommitLog()
                .start();
        RecordedApi api = RecordedApi.start()) {
      Flow flow = Flow.on(stack, "servers").withSchemaRegistry().withRawStore().setUp();
      stack.postgres().createDatabase(DATABASE);
      stack
          .postgres()
          .execute(DATABASE, "ALTER ROLE " + DATABASE + " PASSWORD '" + DATABASE_PASSWORD + "'");
      try (JobProcess unused = flow.start(flow.sparkSubmit(), "store")) {
        addresses(flow, api).forEach((name, value) -> out.println(name + "=" + value));
        out.println("READY");
        answer(new Questions(flow, api), out);
      }
    }
  }

  private static Map<String, Object> addresses(Flow flow, RecordedApi api) throws IOException {
    LocalStack stack = flow.stack();
    Path bin = Files.createDirectory(stack.directory().resolve("bin"));
    SparkSubmit.writeScript(stack, bin);
    Map<String, Object> addresses = new LinkedHashMap<>();
    addresses.put("BOOTSTRAP_SERVERS", stack.bootstrapServers());
    addresses.put("TOPIC", flow.topic());
    addresses.put("GROUP", flow.group());
    addresses.put("SCHEMA_REGISTRY", stack.schemaRegistry().url());
    for (String option : stack.postgres().jobOptions(flow.topic())) {
      String[] parts = option.split("=", 2);
      addresses.put(
          CaseFormat.LOWER_CAMEL.to(CaseFormat.UPPER_UNDERSCORE, parts[0].substring("--".length())),
          parts[1]);
    }
    addresses.put("CASSANDRA_HOSTS", stack.cassandraHost());
    addresses.put("CASSANDRA_PORT", stack.cassandraPort());
    addresses.put("CASSANDRA_KEYSPACE", flow.keyspace());
    addresses.put("SOURCE", api.url());
    addresses.put("JAR", JobCommand.userstreamJar());
    addresses.put("SPARK_MASTER", stack.spark().masterUrl());
    addresses.put("SPARK_SUBMIT_FOLDER", bin);
    addresses.put(
        "POSTGRES",
        String.format(
            Locale.ROOT,
            "%s:%s@%s:%d/%s",
            DATABASE,
            DATABASE_PASSWORD,
            stack.postgres().host(),
            stack.postgres().port(),
            DATABASE));
    addresses.put("FOLDER", stack.directory());
    return addresses;
  }

  private static void answer(Questions questions, PrintStream out) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(questions.answer(line));
    }
  }
}
