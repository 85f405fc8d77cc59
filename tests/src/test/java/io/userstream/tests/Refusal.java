package io.userstream.tests;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.flow.JobResult;
import java.time.Duration;
import java.util.function.Supplier;

/** What a server that refuses a client must lead to. */
public final class Refusal {
  /** Half of the time for which a job waits for a server that is down. */
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private Refusal() {}

  /**
   * Runs a command, which must end soon with one line that names the server and the reason.
   *
   * @param server the beginning of the line
   * @return the result of the command
   */
  public static JobResult of(String server, String reason, Supplier<JobResult> command) {
    long start = System.nanoTime();
    JobResult result = command.get();
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(result.err(), containsString(server));
    assertThat(result.err(), containsString(reason));
    assertThat(result.err(), not(containsString("\tat ")));
    assertThat(result.exitCode(), is(1));
    assertThat(took, lessThan(WITHIN));
    return result;
  }
}
