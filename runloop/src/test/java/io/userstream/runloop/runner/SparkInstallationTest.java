package io.userstream.runloop.runner;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.Optional;
import org.junit.Test;

public class SparkInstallationTest {
  @Test
  public void theRequiredVersionIsAccepted() {
    assertThat(SparkInstallation.problem("3.5.9", "2.12.18"), is(Optional.empty()));
    assertThat(SparkInstallation.problem("3.5.1", "2.12.18"), is(Optional.empty()));
  }

  @Test
  public void anotherVersionIsNamedWithTheRequiredOne() {
    assertThat(
        SparkInstallation.problem("4.0.1", "2.13.16").orElseThrow(),
        containsString("Spark 3.5 with Scala 2.12 is required, but this is Spark 4.0.1"));
    assertThat(
        SparkInstallation.problem("3.5.9", "2.13.8").orElseThrow(),
        containsString("with Scala 2.13.8"));
    assertThat(SparkInstallation.problem("3.5.9", null).isPresent(), is(true));
  }

  @Test
  public void withoutSparkTheMessageNamesSparkSubmit() {
    assertThat(SparkInstallation.problem(null, null).orElseThrow(), containsString("spark-submit"));
  }
}
