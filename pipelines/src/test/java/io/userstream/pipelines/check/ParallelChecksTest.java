package io.userstream.pipelines.check;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.userstream.runloop.servers.ServerException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.Test;

public class ParallelChecksTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** Never released. */
  private final CountDownLatch never = new CountDownLatch(1);

  @Test
  public void failureBecomesAnErrorAndHidesNothing() throws InterruptedException {
    List<Finding> found =
        ParallelChecks.run(
            List.of(
                check(
                    Area.CASSANDRA,
                    findings -> {
                      findings.ok("names", "a");
                      throw new ServerException("Cassandra rejected the login.");
                    }),
                check(Area.KAFKA, findings -> findings.ok("server", "responds"))),
            LIMIT);

    assertThat(
        found,
        contains(
            new Finding(Area.KAFKA, "server", Level.OK, "responds", ""),
            new Finding(Area.CASSANDRA, "names", Level.OK, "a", ""),
            new Finding(
                Area.CASSANDRA, "server", Level.ERROR, "Cassandra rejected the login.", "")));
  }

  @Test
  public void serversThatDoNotRespondTakeOneLimitTogether() throws InterruptedException {
    long start = System.nanoTime();
    List<Finding> found =
        ParallelChecks.run(
            List.of(
                check(
                    Area.KAFKA,
                    findings -> {
                      findings.ok("names", "a");
                      never.await();
                    }),
                check(Area.API, findings -> never.await()),
                check(Area.REGISTRY, findings -> findings.warning("x", "y", "z"))),
            LIMIT);

    assertThat(
        Duration.ofNanos(System.nanoTime() - start), lessThan(LIMIT.plus(Duration.ofSeconds(1))));
    String silent = "did not respond within 2 s";
    String fix = "Start it, or fix its address in the options.";
    assertThat(
        found,
        contains(
            new Finding(Area.API, "server", Level.ERROR, silent, fix),
            new Finding(Area.KAFKA, "names", Level.OK, "a", ""),
            new Finding(Area.KAFKA, "server", Level.ERROR, silent, fix),
            new Finding(Area.REGISTRY, "x", Level.WARNING, "y", "z")));
  }

  @Test
  public void missingClassIsAnErrorToo() throws InterruptedException {
    List<Finding> found =
        ParallelChecks.run(
            List.of(
                check(
                    Area.RUNNER,
                    findings -> {
                      throw new NoClassDefFoundError("org/apache/spark/SparkConf");
                    })),
            LIMIT);

    assertThat(found.get(0).level(), is(Level.ERROR));
    assertThat(found.get(0), hasToString(org.hamcrest.Matchers.containsString("SparkConf")));
  }

  private interface Body {
    void run(Findings findings) throws Exception;
  }

  private static ServerCheck check(Area area, Body body) {
    return new ServerCheck() {
      @Override
      public Area area() {
        return area;
      }

      @Override
      public String subject() {
        return "server";
      }

      @Override
      public void run(Findings findings) throws Exception {
        body.run(findings);
      }
    };
  }
}
