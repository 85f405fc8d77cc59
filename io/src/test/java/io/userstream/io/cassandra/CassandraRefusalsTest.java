package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.datastax.driver.core.EndPoint;
import com.datastax.driver.core.exceptions.AuthenticationException;
import com.datastax.driver.core.exceptions.NoHostAvailableException;
import com.datastax.driver.core.exceptions.OverloadedException;
import com.datastax.driver.core.exceptions.UnauthorizedException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.Test;

/** Tells refusals from checks that failed, with texts of Cassandra 4.1 and 5.0. */
public class CassandraRefusalsTest {
  private static final EndPoint NODE = () -> InetSocketAddress.createUnresolved("node", 9042);

  @Test
  public void refusedLoginsAreRecognizedWhateverTheirWords() {
    assertThat(isRefusal(login("Provided username u and/or password are incorrect")), is(true));
    assertThat(isRefusal(login("u is not permitted to log in")), is(true));
    assertThat(isRefusal(login("Benutzer oder Kennwort falsch")), is(true));
    assertThat(
        isRefusal(new UnauthorizedException(NODE, "You do not have access to this datacenter")),
        is(true));
  }

  @Test
  public void loginThatTheNodeCannotCheckIsNotRefused() {
    assertThat(
        isRefusal(
            login("Unable to perform authentication: Cannot achieve consistency level QUORUM")),
        is(false));
    assertThat(
        isRefusal(login("Unable to perform authorization of login permission: no replica")),
        is(false));
  }

  @Test
  public void missingPermissionIsARefusal() {
    assertThat(
        isRefusal(new UnauthorizedException(NODE, "User u has no MODIFY permission on <table t>")),
        is(true));
  }

  @Test
  public void permissionThatTheNodeCannotCheckIsNotMissing() {
    for (String what : new String[] {"permissions", "super-user permission"}) {
      assertThat(
          isRefusal(
              new UnauthorizedException(
                  NODE, "Unable to perform authorization of " + what + ": Read timed out")),
          is(false));
    }
  }

  @Test
  public void refusalIsFoundAmongTheErrorsOfTheNodes() {
    NoHostAvailableException none =
        new NoHostAvailableException(Map.of(NODE, login("u is not permitted to log in")));

    assertThat(CassandraRefusals.in(new IllegalStateException(none)).isPresent(), is(true));
    assertThat(
        CassandraRefusals.in(
                new NoHostAvailableException(Map.of(NODE, new OverloadedException(NODE, "busy"))))
            .isPresent(),
        is(false));
  }

  private static AuthenticationException login(String text) {
    return new AuthenticationException(NODE, text);
  }

  private static boolean isRefusal(Throwable fault) {
    return CassandraRefusals.isRefusal(fault);
  }
}
