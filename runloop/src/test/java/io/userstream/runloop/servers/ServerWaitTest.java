package io.userstream.runloop.servers;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public class ServerWaitTest {
  private final AtomicInteger tries = new AtomicInteger();

  @Test
  public void waitsForAServerThatStartsLater() throws InterruptedException {
    String reached =
        ServerWait.forServer("Kafka at somewhere", Duration.ofMinutes(1))
            .until(
                remaining -> {
                  if (tries.incrementAndGet() < 3) {
                    throw new ServerWait.NotYetException("no broker answers", null);
                  }
                  return "reached";
                });

    assertThat(reached, is("reached"));
    assertThat(tries.get(), is(3));
  }

  @Test
  public void namesAServerThatNeverRespondsWithTheLastReason() {
    ServerUnavailableException gaveUp =
        assertThrows(
            ServerUnavailableException.class,
            () ->
                ServerWait.forServer("Kafka at somewhere", Duration.ofMillis(1))
                    .until(
                        remaining -> {
                          tries.incrementAndGet();
                          throw new ServerWait.NotYetException("no broker answers", null);
                        }));

    assertThat(gaveUp.getMessage(), containsString("Kafka at somewhere did not respond within "));
    assertThat(gaveUp.getMessage(), containsString("(no broker answers)"));
    assertThat(tries.get(), is(1));
  }

  @Test
  public void aFatalFaultEndsTheWaitImmediately() {
    assertThrows(
        LoginRefusedException.class,
        () ->
            ServerWait.forServer("Kafka at somewhere", Duration.ofMinutes(1))
                .until(
                    remaining -> {
                      tries.incrementAndGet();
                      throw new LoginRefusedException("refused", null);
                    }));

    assertThat(tries.get(), is(1));
  }
}
