package io.userstream.io.postgres;

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

public class RawStoreOptionsTest {
  @Test
  public void addressesOfTheDriverAreAccepted() {
    for (String address :
        List.of(
            "jdbc:postgresql://localhost:5432/userstream",
            "jdbc:postgresql://a:5432,b:5432/userstream?targetServerType=primary",
            "jdbc:postgresql:userstream")) {
      assertThat(problemsOf("--rawStore=" + address), empty());
    }
  }

  @Test
  public void otherAddressesAreRejected() {
    for (String wrong :
        List.of("localhost:5432", "postgresql://localhost/x", "jdbc:mysql://localhost/x")) {
      assertThat(
          problemsOf("--rawStore=" + wrong),
          contains(
              startsWith("--rawStore=" + wrong + ": must be an address like jdbc:postgresql:")));
    }
  }

  @Test
  public void aPasswordInTheAddressIsRejectedAndNotShown() {
    List<String> problems =
        problemsOf("--rawStore=jdbc:postgresql://localhost/x?user=ada&password=s3cret");
    assertThat(problems, contains(startsWith("--rawStore: contains a password")));
    assertThat(problems.toString(), not(containsString("s3cret")));
  }

  @Test
  public void aLoginNeedsAnAddress() {
    assertThat(
        problemsOf("--rawStoreUsername=ada"), contains(startsWith("--rawStore: is required")));
    assertThat(
        problemsOf("--rawStore=jdbc:postgresql:x", "--rawStorePassword=s3cret"),
        contains(startsWith("--rawStorePassword: must be a reference")));
  }

  private static List<String> problemsOf(String... options) {
    OptionReader reader = new OptionReader();
    var unused =
        PostgresConnection.read(
            PipelineOptionsFactory.fromArgs(options).as(RawStoreOptions.class), reader);
    return reader.problems();
  }
}
