package io.userstream.io.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.io.options.OptionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
    for (String secret :
        List.of(
            "jdbc:postgresql://localhost/x?user=ada&password=s3cret",
            "jdbc:postgresql://localhost/x?sslpassword=s3cret",
            "jdbc:postgresql://ada:s3cret@localhost/x",
            "jdbc:postgresql://ada:s3cret@localhost:5432/x",
            "jdbc:postgresql://ada:#/s3cret@localhost:5432/x",
            "postgresql://ada:s3cret@localhost/x")) {
      List<String> problems = problemsOf("--rawStore=" + secret);
      assertThat(problems, contains(startsWith("--rawStore: contains a user or a password")));
      assertThat(problems.toString(), not(containsString("s3cret")));
    }
  }

  @Test
  public void onlyAddressesThatDemandTlsAreSafeForPasswords() {
    String address = "jdbc:postgresql://a:5432,b:5432/userstream";
    assertThat(PostgresTls.clearTextHosts(address), contains("a", "b"));
    assertThat(PostgresTls.clearTextHosts(address + "?sslmode=prefer"), contains("a", "b"));
    assertThat(PostgresTls.clearTextHosts(address + "?sslmode=require"), empty());
    assertThat(PostgresTls.clearTextHosts(address + "?sslmode=verify-full"), empty());
    assertThat(PostgresTls.clearTextHosts("jdbc:postgresql:userstream"), contains("localhost"));
  }

  @Test
  public void theDriverDoesNotLogTheAddress() {
    List<String> logged = new ArrayList<>();
    Logger root = Logger.getLogger("");
    Handler collecting = new Collecting(logged);
    root.addHandler(collecting);
    try {
      assertThat(
          problemsOf("--rawStore=jdbc:postgresql://localhost:s3cret/x"),
          contains(startsWith("--rawStore")));
    } finally {
      root.removeHandler(collecting);
    }
    assertThat(logged, empty());
  }

  @Test
  public void aLoginNeedsAnAddress() {
    assertThat(
        problemsOf("--rawStoreUsername=ada"), contains(startsWith("--rawStore: is required")));
    assertThat(
        problemsOf("--rawStore=jdbc:postgresql:x", "--rawStorePassword=s3cret"),
        contains(startsWith("--rawStorePassword: must be a reference")));
  }

  @Test
  public void parametersThatContradictTheTlsOptionsAreRejected() {
    assertThat(
        problemsOf(
            "--rawStore=jdbc:postgresql://a/x?sslmode=disable", "--rawStoreTlsVerifyHost=false"),
        contains(
            "--rawStore: has ssl parameters that contradict the --rawStoreTls options: remove"
                + " them"));
    assertThat(
        problemsOf("--rawStoreTlsVerifyHost=false"),
        contains("--rawStore: is required with --rawStoreTls options"));
  }

  private static final class Collecting extends Handler {
    private final List<String> messages;

    Collecting(List<String> messages) {
      this.messages = messages;
    }

    @Override
    public void publish(LogRecord logged) {
      messages.add(logged.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static List<String> problemsOf(String... options) {
    OptionReader reader = new OptionReader();
    var unused =
        PostgresConnection.read(
            PipelineOptionsFactory.fromArgs(options).as(RawStoreOptions.class), reader);
    return reader.problems();
  }
}
