package io.userstream.peers;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.userstream.io.cassandra.CreatedUsersTable;
import io.userstream.io.cassandra.UserColumn;
import java.util.Map;
import org.junit.Test;

public class UserRowTest {
  @Test
  public void everyColumnOfTheTableIsWritten() {
    assertThat(
        UserRow.COLUMNS,
        contains(CreatedUsersTable.columns().stream().map(UserColumn::name).toArray()));
  }

  @Test
  public void everyColumnHasAValue() {
    Object[] values =
        UserRow.values(Map.of("id", "4f0c3a5e-0e5d-4f4e-9d0a-0d9b6a3f2c11", "page", 7L));

    assertThat(values.length, is(UserRow.COLUMNS.size()));
    assertThat(values[UserRow.COLUMNS.indexOf("page")], is((Object) 7));
    assertThat(values[UserRow.COLUMNS.indexOf("seed")], is((Object) null));
  }
}
