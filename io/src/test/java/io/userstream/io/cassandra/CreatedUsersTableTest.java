package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.Test;

public class CreatedUsersTableTest {
  @Test
  public void theTableIsTheOneThatExistingQueriesKnow() {
    assertThat(
        CreatedUsersTable.createStatement("spark_streams", "created_users"),
        is(
            "CREATE TABLE IF NOT EXISTS spark_streams.created_users (id uuid, first_name text,"
                + " last_name text, gender text, address text, post_code text, email text,"
                + " username text, dob timestamp, registered_date timestamp, phone text, picture"
                + " text, nationality text, street text, city text, state text, country text,"
                + " latitude double, longitude double, timezone_offset text, cell text, seed text,"
                + " page int, page_index int, fetched_at timestamp, PRIMARY KEY (id))"));
  }

  @Test
  public void namesThatAreCqlWordsAreQuoted() {
    assertThat(CreatedUsersTable.qualifiedName("Select", "Users"), is("\"select\".users"));
  }
}
