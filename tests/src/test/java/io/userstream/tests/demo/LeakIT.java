package io.userstream.tests.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.Session;
import io.userstream.model.User;
import io.userstream.model.UserJson;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Accounts;
import io.userstream.tests.flow.CassandraClients;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.FreePorts;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/**
 * Runs every command on a secured stack at the most verbose log level. Each succeeds once, and
 * fails in the ways that a test can cause. Searches everything that was written for secrets and
 * personal values.
 */
@Category(OnSpark.class)
public class LeakIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String TOPIC = "users_created";
  private static final String MARK = "zzmark";
  private static final int USERS = 300;
  private static final int SIGTERM_EXIT = 143;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Directories of the servers' own data, in which users and passwords belong. */
  private static final Pattern DATA =
      Pattern.compile(
          "(kafka-\\d|cassandra[^/]*|postgres|registry|users|burglar)/.*|spark/conf/.*");

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static LocalStack stack;
  private static Jobs jobs;
  private static int pagesPort;

  private final JobStatus status = new JobStatus();
  private final Leaks leaks = new Leaks();

  @BeforeClass
  public static void start() throws IOException {
    pagesPort = FreePorts.next();
    Path events = FOLDER.newFolder("events").toPath();
    stack =
        LocalStack.builder()
            .name("leaks")
            .secured()
            .schemaRegistry()
            .postgres()
            .recordedApi(true)
            .sparkWorkers(isOnSpark() ? 1 : 0)
            .sparkSetting("spark.ui.enabled", "true")
            .sparkSetting("spark.ui.port", "" + pagesPort)
            .sparkSetting("spark.eventLog.enabled", "true")
            .sparkSetting("spark.eventLog.dir", events.toUri().toString())
            .start();
    jobs = new Jobs(stack);
    var unused =
        Accounts.of(stack)
            .create()
            .allowTopics(TOPIC, TOPIC + ".dlq", "userstream-store")
            .createDatabase(Jobs.DATABASE);
  }

  @AfterClass
  public static void stop() {
    stack.close();
  }

  private static boolean isOnSpark() {
    return JobRunner.chosen() == JobRunner.SPARK;
  }

  @Test
  public void nothingThatIsWrittenContainsASecretOrAPersonalValue() throws Exception {
    List<String> secrets = new ArrayList<>(stack.users().orElseThrow().secrets());
    String token = MARK + "statustoken";
    secrets.add(token);
    leaks.mark("a secret", secrets).mark("a personal value", personal());

    run("setup", 0);
    Accounts.of(stack).allowKeyspace("spark_streams");
    String source = "--source=" + stack.recordedApi().url();
    run("ingest", 0, source, "--seed=leaks", "--users=" + USERS);
    publishBrokenRecords();
    Path tokenFile = Files.writeString(FOLDER.newFile().toPath(), token);
    storeWhilePagesAreRead(token, "--statusToken=file:" + tokenFile, status.option());
    run("publish", 0);
    run("replay", 0);
    run("pause", 0);
    run("resume", 0);
    run("check", 0);
    run("reconcile", 0);
    run("tail", 0);
    run("tail", 0, "--dlq");
    searchHeaders();

    DoorCheck doors = new DoorCheck(stack, jobs, stack.recordedApi().url(), System.err);
    assertThat(doors.run(), containsString(" 0 open"));
    secretsInWrongPlaces(secrets.get(0));
    run("ingest", 1, source + "nothing-here/", "--seed=other", "--users=1");
    failOnAMissingTable();

    leaks
        .searchFiles(
            stack.directory(),
            file -> !DATA.matcher(stack.directory().relativize(file).toString()).matches())
        .searchFiles(FOLDER.getRoot().toPath(), file -> file.toString().contains("events"));
    assertThat(leaks.found(), is(empty()));
    assertThat("the logs are verbose", leaks.searchedBytes(), is(greaterThan(1_000_000L)));
  }

  @Test
  public void theSearchFindsWhatIsThere() throws IOException {
    Path folder = FOLDER.newFolder().toPath();
    Files.write(folder.resolve("file"), ("x\0y password=" + MARK + "Zoë!").getBytes(UTF_8));
    assertThat(
        new Leaks()
            .mark("a secret", List.of(MARK + "Zoë", "elsewhere"))
            .searchFiles(folder, file -> true)
            .search("page", "nothing")
            .found(),
        is(List.of("a secret in file after \"x\0y password=\"")));
  }

  /** Returns values of the users that the API returns, and of the broken records. */
  private static List<String> personal() {
    return Stream.concat(
            Stream.of(MARK),
            IntStream.range(0, 500)
                .mapToObj(Publisher::user)
                .flatMap(user -> Stream.of(user.email(), user.phone(), user.username())))
        .filter(text -> text != null && text.length() > 6)
        .distinct()
        .toList();
  }

  /** Publishes records whose values are wrong, and that are full of marks. */
  private static void publishBrokenRecords() throws Exception {
    User.Builder user = Publisher.user(0).toBuilder();
    byte[] invalid =
        UserJson.write(
            user.setFirstName(MARK + "first").setEmail(MARK + "email").setPhone(MARK).build());
    byte[] broken = ("{\"first_name\":\"" + MARK + "\",").getBytes(UTF_8);
    try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(stack)) {
      for (byte[] value : List.of(invalid, broken)) {
        producer.send(new ProducerRecord<>(TOPIC, Publisher.id(0).getBytes(UTF_8), value)).get();
        producer.send(new ProducerRecord<>(TOPIC, (MARK + "key").getBytes(UTF_8), value)).get();
      }
    }
  }

  private void storeWhilePagesAreRead(String token, String... options) throws Exception {
    try (JobProcess store = start("store", options)) {
      Await.until("the users are stored", LIMIT, () -> !store.isRunning() || storedAll(token));
      assertThat(store.err(), store.isRunning(), is(true));
      for (String page : List.of("", "status.json", "metrics", "livez", "readyz")) {
        leaks.search("status page " + page, get(status.url() + page, token));
      }
      if (isOnSpark()) {
        readSparksPages();
      }
      Process ps = new ProcessBuilder("ps", "-ww", "-eo", "args").start();
      String processes = new String(ps.getInputStream().readAllBytes(), UTF_8);
      assertThat(processes, containsString("--statusToken=file:"));
      leaks.search("ps", processes);
      store.terminate();
      assertThat(store.awaitEnd(LIMIT), is(SIGTERM_EXIT));
      searchOutput("store", store);
    }
  }

  private void readSparksPages() throws Exception {
    String pages = "http://127.0.0.1:" + pagesPort;
    String applications = get(pages + "/api/v1/applications", "");
    Matcher id = Pattern.compile("\"id\" *: *\"([^\"]+)\"").matcher(applications);
    assertThat(applications, id.find(), is(true));
    String environment = get(pages + "/environment/", "");
    assertThat(environment, containsString("spark.authenticate.secret"));
    leaks.search("Spark environment", environment);
    for (String page : List.of("/jobs/", "/stages/", "/executors/")) {
      leaks.search("Spark " + page, get(pages + page, ""));
    }
    for (String what : List.of("environment", "allexecutors", "jobs", "stages")) {
      String address = pages + "/api/v1/applications/" + id.group(1) + "/" + what;
      leaks.search("Spark REST " + what, get(address, ""));
    }
    leaks.search("Spark master", get(stack.spark().masterPages(), ""));
    leaks.search("Spark master", get(stack.spark().masterPages() + "json/", ""));
  }

  private void searchHeaders() {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            KafkaClients.properties(stack, Map.of("auto.offset.reset", "earliest")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(
          consumer.partitionsFor(TOPIC + ".dlq").stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList());
      Await.until(
          "the dead letters are read",
          LIMIT,
          () -> {
            consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
            return letters.size() >= 4;
          });
    }
    assertThat(letters, hasSize(4));
    letters.forEach(
        letter ->
            letter
                .headers()
                .forEach(
                    header ->
                        leaks.search(
                            "dead letter header " + header.key(),
                            new String(header.value(), UTF_8))));
  }

  /** Gives a secret where an option expects something else, which must not be repeated. */
  private void secretsInWrongPlaces(String secret) throws IOException {
    List<String> wrong =
        List.of(
            "--rawStorePassword=" + secret,
            "--rawStore=jdbc:postgresql://ada:" + secret + "@db/x",
            "--schemaRegistry=http://ada:" + secret + "@registry",
            "--schemaRegistryToken=" + secret,
            "--source=http://ada:" + secret + "@api",
            "--bootstrapServers=ada:" + secret + "@kafka:9092",
            "--apiProxy=http://ada:" + secret + "@proxy:3128",
            "--apiProxyPassword=" + secret,
            "--kafkaTlsKey=" + secret,
            "--deadLetterKey=" + secret,
            "--statusToken=" + secret,
            "--statusPassword=" + secret);
    for (String option : wrong) {
      Jobs.Attempt attempt = jobs.attempt("ingest", List.of(option));
      assertThat(option.replace(secret, "…"), attempt.exitCode(), is(2));
      leaks.search("the error of " + option.replace(secret, "…"), attempt.err());
    }
  }

  private void failOnAMissingTable() throws Exception {
    execute("DROP TABLE spark_streams.created_users");
    publishBrokenRecords();
    try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(stack)) {
      byte[] key = Publisher.id(0).getBytes(UTF_8);
      producer.send(new ProducerRecord<>(TOPIC, key, UserJson.write(Publisher.user(0)))).get();
    }
    run("store", 1, "--until=drained");
    run("replay", 1);
    run("check", 1);
    run("reconcile", 1);
  }

  private void run(String command, int code, String... options) throws IOException {
    try (JobProcess job = start(command, options)) {
      int ended = job.awaitEnd(LIMIT);
      assertThat(job.err(), ended, is(code));
      searchOutput(command, job);
    }
  }

  private void searchOutput(String command, JobProcess job) {
    leaks.search("stdout of " + command, job.out());
    leaks.search("stderr of " + command, job.err());
  }

  private static JobProcess start(String command, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command, "--verbose"));
    if (command.equals("check")) {
      arguments.add("--for=store");
    }
    arguments.addAll(jobs.options(command.equals("check") ? "store" : command));
    arguments.addAll(List.of(options));
    boolean isPipeline =
        List.of("ingest", "publish", "store", "replay", "reconcile").contains(command);
    JobCommand how =
        isOnSpark() && isPipeline
            ? SparkSubmit.to(stack.spark()).withConf("spark.log.level", "DEBUG")
            : JobCommand.of(
                JobCommand.userstreamJar().toString(),
                List.of("-Xmx1g", "-Dlog4j2.configurationFile=" + logsEverything()),
                "io.userstream.pipelines.cli.Userstream");
    return JobProcess.start(
        stack, command + "-" + System.nanoTime(), how.startingQuickly(), arguments);
  }

  private static Path logsEverything() throws IOException {
    return Files.writeString(
        FOLDER.getRoot().toPath().resolve("log4j2.properties"),
        """
        rootLogger.level = trace
        rootLogger.appenderRef.stderr.ref = stderr
        appender.stderr.type = Console
        appender.stderr.name = stderr
        appender.stderr.target = SYSTEM_ERR
        appender.stderr.layout.type = PatternLayout
        """);
  }

  private boolean storedAll(String token) {
    try {
      return get(status.url() + "metrics", token)
          .contains("\nuserstream_records_stored_total " + USERS + ".0\n");
    } catch (IOException e) {
      return false; // The page is not up yet.
    }
  }

  private static void execute(String statement) {
    try (Cluster cluster = CassandraClients.builder(stack).build();
        Session session = cluster.connect()) {
      session.execute(statement);
    }
  }

  private static String get(String address, String token) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(address, response.statusCode(), is(200));
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
