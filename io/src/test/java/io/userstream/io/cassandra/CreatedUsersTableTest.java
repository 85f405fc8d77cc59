package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.userstream.model.Address;
import io.userstream.model.ApiOrigin;
import io.userstream.model.User;
import java.util.Date;
import java.util.stream.Collectors;
import org.joda.time.Instant;
import org.junit.Test;

public class CreatedUsersTableTest {
  private static final String ID = "2d5afd5e-a598-469f-9933-4edba18bcefb";

  /** A user with a different value in every field. The value of a text field is its name. */
  private static final User USER =
      User.builder()
          .setId(ID)
          .setFirstName("firstName")
          .setLastName("lastName")
          .setEmail("email")
          .setUsername("username")
          .setDateOfBirth(Instant.parse("1980-01-01T00:00:00Z"))
          .setRegisteredAt(Instant.parse("2020-01-01T00:00:00Z"))
          .setGender("gender")
          .setAddress(
              Address.builder()
                  .setStreet("street")
                  .setCity("city")
                  .setState("state")
                  .setCountry("country")
                  .setPostcode("postcode")
                  .setLatitude(1.5)
                  .setLongitude(2.5)
                  .setTimezoneOffset("timezoneOffset")
                  .build())
          .setPhone("phone")
          .setCell("cell")
          .setNationality("nationality")
          .setPicture("picture")
          .setOrigin(
              ApiOrigin.builder()
                  .setSeed("seed")
                  .setPage(3)
                  .setIndex(4)
                  .setFetchedAt(Instant.parse("2026-01-01T00:00:00Z"))
                  .build())
          .build();

  @Test
  public void everyColumnHasItsNameItsTypeAndItsOwnValue() {
    assertThat(
        CreatedUsersTable.columns().stream()
            .map(column -> column + " = " + text(column.of(USER)))
            .collect(Collectors.toList()),
        contains(
            "id uuid = " + ID,
            "first_name text = firstName",
            "last_name text = lastName",
            "gender text = gender",
            "address text = street, city, state, country",
            "post_code text = postcode",
            "email text = email",
            "username text = username",
            "dob timestamp = 1980-01-01T00:00:00Z",
            "registered_date timestamp = 2020-01-01T00:00:00Z",
            "phone text = phone",
            "picture text = picture",
            "nationality text = nationality",
            "street text = street",
            "city text = city",
            "state text = state",
            "country text = country",
            "latitude double = 1.5",
            "longitude double = 2.5",
            "timezone_offset text = timezoneOffset",
            "cell text = cell",
            "seed text = seed",
            "page int = 3",
            "page_index int = 4",
            "fetched_at timestamp = 2026-01-01T00:00:00Z"));
  }

  @Test
  public void theCreateStatementHasTheColumnsInOrderAndTheKey() {
    assertThat(
        CreatedUsersTable.createStatement("spark_streams", "created_users"),
        is(
            CreatedUsersTable.columns().stream()
                .map(UserColumn::toString)
                .collect(
                    Collectors.joining(
                        ", ",
                        "CREATE TABLE IF NOT EXISTS spark_streams.created_users (",
                        ", PRIMARY KEY (id))"))));
  }

  @Test
  public void cqlKeywordsAreQuoted() {
    assertThat(CreatedUsersTable.qualifiedName("Select", "Users"), is("\"select\".users"));
  }

  private static String text(Object value) {
    return value instanceof Date ? ((Date) value).toInstant().toString() : value.toString();
  }
}
