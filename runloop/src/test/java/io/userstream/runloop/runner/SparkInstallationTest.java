package io.userstream.runloop.runner;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.Optional;
import org.junit.Test;

/** What is said of a Spark that does not fit. */
public class SparkInstallationTest {
  @Test
  public void theSparkThatTheJarIsBuiltForFits() {
    assertThat(SparkInstallation.problem("3.5.9", "2.12.18"), is(Optional.empty()));
    assertThat(SparkInstallation.problem("3.5.1", "2.12.18"), is(Optional.empty()));
  }

  @Test
  public void anotherSparkOrScalaIsNamedWithWhatIsNeeded() {
    assertThat(
        SparkInstallation.problem("4.0.1", "2.13.16").orElseThrow(),
        containsString("Spark 3.5 with Scala 2.12 is needed, and this is Spark 4.0.1"));
    assertThat(
        SparkInstallation.problem("3.5.9", "2.13.8").orElseThrow(),
        containsString("with Scala 2.13.8"));
    assertThat(SparkInstallation.problem("3.5.9", null).isPresent(), is(true));
  }

  @Test
  public void withoutSparkTheWayToStartIsNamed() {
    assertThat(SparkInstallation.problem(null, null).orElseThrow(), containsString("spark-submit"));
  }
}
