package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assume.assumeThat;

import io.userstream.io.options.SecretProvider;
import io.userstream.tests.OnSpark;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.SharedStack;
import io.userstream.tests.stack.SparkSubmit;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Runs {@code store} as a process: its executors log in by themselves. */
@Category(OnSpark.class)
public class KafkaLoginsOnSparkIT {
  @ClassRule public static final SecuredKafka KAFKA = new SecuredKafka();

  private static final Duration LIMIT = Duration.ofMinutes(4);

  @Test
  public void aLoginOfAnotherJarResolvesReferencesWhereItIsUsed() throws Exception {
    KAFKA.rights().allowFlow(SecuredKafka.USER, "elsewhere");
    KAFKA.succeed(KAFKA.stack().bootstrapServers(), "setup", "elsewhere", List.of());
    KAFKA.publish("elsewhere");
    Path jar = OtherJar.of(KAFKA.directory(), PasswordOfOtherJar.class);
    String login =
        "--kafkaConfig="
            + KAFKA.file(
                "sasl.mechanism=SCRAM-SHA-512\n"
                    + "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule"
                    + " required;\n"
                    + "sasl.client.callback.handler.class="
                    + PasswordOfOtherJar.class.getName()
                    + "\n"
                    + (PasswordOfOtherJar.USER + "=" + SecuredKafka.USER + "\n")
                    + (PasswordOfOtherJar.PASSWORD + "=file:")
                    + KAFKA.file(SecuredKafka.PASSWORD));

    try (JobProcess job = store("elsewhere", jar, List.of(KAFKA.trust(), login))) {
      int code = job.awaitEnd(LIMIT);
      assertThat(job.err(), code, is(0));
      assertThat(job.out(), containsString("stored: records=11"));
      assertThat(job.output(), not(containsString(SecuredKafka.PASSWORD)));
    }
  }

  @Test
  public void aSecretProviderOfAnotherJarIsUsedWhereverTheJobConnects() throws Exception {
    KAFKA.rights().allowFlow(SecuredKafka.USER, "safe");
    KAFKA.succeed(KAFKA.stack().bootstrapServers(), "setup", "safe", List.of());
    KAFKA.publish("safe");
    Path jar = OtherJar.of(KAFKA.directory(), SecretsOfOtherJar.class, SecretProvider.class);
    // As Java writes a properties file: the password contains a backslash.
    String safe = KAFKA.file("kafka=" + SecuredKafka.PASSWORD.replace("\\", "\\\\")).toString();
    String login =
        "--kafkaConfig="
            + KAFKA.file(
                "sasl.mechanism=SCRAM-SHA-512\n"
                    + "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule"
                    + (" required username=\"" + SecuredKafka.USER + "\"")
                    + (" password=\"${safe:" + safe + "#kafka}\";\n"));

    try (JobProcess job = store("safe", jar, List.of(KAFKA.trust(), login))) {
      int code = job.awaitEnd(LIMIT);
      assertThat(job.err(), code, is(0));
      assertThat(job.out(), containsString("stored: records=11"));
      assertThat(job.output(), not(containsString(SecuredKafka.PASSWORD)));
    }
  }

  @Test
  public void anExecutorWithoutTheKeyStoreEndsTheJob() throws Exception {
    assumeThat(JobRunner.chosen(), is(JobRunner.SPARK));
    KAFKA.rights().allowFlow("frank", "lacking");
    KAFKA.succeed(KAFKA.stack().bootstrapServers(), "setup", "lacking", List.of());
    KAFKA.publish("lacking");
    // Relative to the folder of the driver, which the executors do not share.
    Path key = Path.of("target", "of-the-driver.pem");
    Files.copy(
        KAFKA.authority().issue("frank", List.of()).pem(),
        key,
        StandardCopyOption.REPLACE_EXISTING);

    try (JobProcess job =
        JobProcess.start(
            KAFKA.stack(),
            "lacking",
            submit(),
            arguments(
                SecuredKafka.MUTUAL,
                "lacking",
                List.of(KAFKA.trust(), "--kafkaTlsKey=file:" + key)))) {
      int code = job.awaitEnd(LIMIT);
      assertThat(job.err(), code, is(1));
      assertThat(job.err(), containsString("--kafkaTlsKey=file:" + key + " on host "));
      assertThat(job.err(), containsString("there is no file " + key));
    } finally {
      Files.delete(key);
    }
  }

  private static JobProcess store(String name, Path jar, List<String> options) {
    JobCommand how =
        JobRunner.chosen() == JobRunner.SPARK
            ? submit().withConf("spark.jars", jar.toString())
            : JobCommand.of(
                JobCommand.userstreamJar() + File.pathSeparator + jar,
                List.of("-Xmx1g"),
                "io.userstream.pipelines.cli.Userstream");
    return JobProcess.start(KAFKA.stack(), name, how, arguments(SecuredKafka.SCRAM, name, options));
  }

  private static SparkSubmit submit() {
    return SparkSubmit.to(SharedStack.get().spark()).withConf("spark.cores.max", "4");
  }

  private static List<String> arguments(String listener, String name, List<String> options) {
    return KAFKA.arguments(
        KAFKA.servers(listener), "store", name, SecuredKafka.with(options, "--until=drained"));
  }
}
