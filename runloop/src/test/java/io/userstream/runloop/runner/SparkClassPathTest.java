package io.userstream.runloop.runner;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.Optional;
import org.junit.Test;

public class SparkClassPathTest {
  @Test
  public void kafkaClientsOfTheBuildAreAccepted() {
    assertThat(SparkClassPath.problem(), is(Optional.empty()));
  }

  @Test
  public void otherKafkaClientsAreNamedWithTheirJar() {
    for (String other : new String[] {"3.4.1", "3.10.0", "4.0.2"}) {
      assertThat(
          SparkClassPath.problem(other + " from file:/spark/jars/k.jar").orElseThrow(),
          containsString("kafka-clients " + other + " from file:/spark/jars/k.jar"));
    }
  }

  @Test
  public void settingsThatPutTheJobsJarFirstAreNamed() {
    String name = "spark.executor.userClassPathFirst";
    System.setProperty(name, "true");
    try {
      assertThat(SparkClassPath.unsupportedSetting().orElseThrow(), containsString(name + "=true"));
    } finally {
      System.clearProperty(name);
    }
    assertThat(SparkClassPath.unsupportedSetting(), is(Optional.empty()));
  }
}
