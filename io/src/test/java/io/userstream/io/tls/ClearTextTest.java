package io.userstream.io.tls;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.Test;

public class ClearTextTest {
  @Test
  public void onlyLoopbackIsThisMachine() {
    for (String host :
        List.of("localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]")) {
      assertThat(host, ClearText.isOtherMachine(host), is(false));
    }
    for (String host :
        List.of("db", "localhost.example.com", "127.0.0.1.example.com", "10.0.0.1", "::2")) {
      assertThat(host, ClearText.isOtherMachine(host), is(true));
    }
  }
}
