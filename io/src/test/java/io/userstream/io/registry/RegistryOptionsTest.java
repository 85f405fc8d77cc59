package io.userstream.io.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.io.options.OptionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RegistryOptionsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void theLookupTimeoutHasBounds() {
    assertThat(problemsOf("--schemaLookupTimeout=0s"), empty());
    assertThat(problemsOf("--schemaLookupTimeout=5m"), empty());
    assertThat(
        problemsOf("--schemaLookupTimeout=301s"),
        contains("--schemaLookupTimeout=301s: must be from 0s to 5m"));
    assertThat(
        problemsOf("--schemaLookupTimeout=soon"),
        contains(startsWith("--schemaLookupTimeout=soon: must be a duration")));
  }

  @Test
  public void addressesOfConfluentAndApicurioAreAccepted() {
    assertThat(problemsOf("--schemaRegistry=http://localhost:8081"), empty());
    assertThat(problemsOf("--schemaRegistry=https://r.example/apis/ccompat/v7/"), empty());
  }

  @Test
  public void otherAddressesAreRejectedWithoutShowingSecrets() {
    for (String wrong :
        List.of("localhost:8081", "ftp://r", "http://", "http://r?x=1", "http:// ")) {
      assertThat(
          problemsOf("--schemaRegistry=" + wrong), contains(startsWith("--schemaRegistry: ")));
    }
    for (String secret :
        List.of(
            "http://ada:s3cret@localhost:8081",
            "http://ada:%s3cret@localhost:8081",
            "ada:s3cret@localhost:8081")) {
      List<String> problems = problemsOf("--schemaRegistry=" + secret);
      assertThat(problems, contains(startsWith("--schemaRegistry: contains a user")));
      assertThat(problems.toString(), not(containsString("s3cret")));
    }
  }

  @Test
  public void aLoginNeedsUserPasswordAndRegistry() {
    assertThat(
        problemsOf("--schemaRegistry=http://r", "--schemaRegistryUsername=ada"),
        contains(startsWith("--schemaRegistryUsername: needs --schemaRegistryPassword")));
    assertThat(
        problemsOf("--schemaRegistryPassword=s3cret"),
        contains(
            startsWith("--schemaRegistryPassword: must be a reference"),
            startsWith("--schemaRegistryPassword: needs --schemaRegistryUsername"),
            startsWith("--schemaRegistry: is required")));
  }

  @Test
  public void secretsAreNotSentToOtherMachinesWithoutTls() throws IOException {
    String token =
        "--schemaRegistryToken=file:" + Files.writeString(folder.newFile().toPath(), "s3cret");

    assertThat(
        problemsOf("--schemaRegistry=http://r.example", token),
        contains(
            "--schemaRegistryToken: would be sent to r.example without TLS: use an https address,"
                + " or set --allowInsecure"));
    for (String local : List.of("localhost", "127.0.0.1", "[::1]")) {
      assertThat(problemsOf("--schemaRegistry=http://" + local + ":8081", token), empty());
    }
    assertThat(problemsOf("--schemaRegistry=https://r.example", token), empty());
    assertThat(problemsOf("--schemaRegistry=http://r.example", token, "--allowInsecure"), empty());
  }

  @Test
  public void optionsThatExcludeEachOtherAreRejectedTogether() throws IOException {
    String secret = "file:" + Files.writeString(folder.newFile().toPath(), "s3cret");
    assertThat(
        problemsOf(
            "--schemaRegistry=http://localhost",
            "--schemaRegistryTlsVerifyHost=false",
            "--schemaRegistryToken=" + secret,
            "--schemaRegistryUsername=ada",
            "--schemaRegistryPassword=" + secret),
        contains(
            "--schemaRegistryToken: replaces user name and password: remove it or them",
            "--schemaRegistry: needs an https address with --schemaRegistryTls options"));
  }

  private static List<String> problemsOf(String... options) {
    OptionReader reader = new OptionReader();
    var unused =
        UsersRegistry.read(
            PipelineOptionsFactory.fromArgs(options).as(RegistryOptions.class), "users", reader);
    return reader.problems();
  }
}
