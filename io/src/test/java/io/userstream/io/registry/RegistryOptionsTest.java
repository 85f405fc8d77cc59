package io.userstream.io.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.io.options.OptionReader;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class RegistryOptionsTest {
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

  private static List<String> problemsOf(String... options) {
    OptionReader reader = new OptionReader();
    var unused =
        UsersRegistry.read(
            PipelineOptionsFactory.fromArgs(options).as(RegistryOptions.class), "users", reader);
    return reader.problems();
  }
}
