package io.userstream.tests.flow;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.google.common.collect.ImmutableSet;
import io.userstream.io.cassandra.CreatedUsersTable;
import io.userstream.io.cassandra.UserColumn;
import org.junit.Test;

/** Checks that the end-to-end tests compare every column of the table. */
public class UserColumnsTest {
  @Test
  public void everyColumnOfTheTableIsCompared() {
    assertThat(
        UserColumns.names(),
        is(
            CreatedUsersTable.columns().stream()
                .map(UserColumn::name)
                .collect(ImmutableSet.toImmutableSet())));
  }
}
