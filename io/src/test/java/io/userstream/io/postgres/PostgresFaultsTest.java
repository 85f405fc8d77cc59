package io.userstream.io.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.sql.SQLException;
import java.util.List;
import org.junit.Test;

public class PostgresFaultsTest {
  @Test
  public void serversThatAreDownOrEndASessionAreRetried() {
    for (String state :
        List.of("08006", "53300", "57014", "57P01", "57P05", "40P01", "25006", "25P03", "25P04")) {
      assertThat(state, PostgresFaults.isTransient(fault(state)), is(true));
    }
  }

  @Test
  public void wrongStatementsLoginsAndRightsAreNotRetried() {
    for (String state : List.of("25001", "25P02", "28P01", "42501", "42P01", "22P05", "23505")) {
      assertThat(state, PostgresFaults.isTransient(fault(state)), is(false));
    }
  }

  @Test
  public void aRefusalInTheLanguageOfTheServerIsShown() {
    PostgresConnection connection =
        PostgresConnection.of("jdbc:postgresql://h/d", "alice", null, null);
    SQLException fault =
        new SQLException("kein pg_hba.conf-Eintrag für Host »h«, keine Verschlüsselung", "28000");

    assertThat(
        PostgresFaults.named(connection, fault).getMessage(),
        containsString("Its message: kein pg_hba.conf-Eintrag für Host »h«"));
    assertThat(
        PostgresFaults.named(connection, new SQLException("falsch", "28P01")).getMessage(),
        not(containsString("falsch")));
  }

  private static Exception fault(String state) {
    return new IllegalStateException("of the pool", new SQLException("of the server", state));
  }
}
