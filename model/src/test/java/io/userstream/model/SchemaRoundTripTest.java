package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.schemas.SchemaRegistry;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Instant;
import org.junit.Test;

/** What Beam's schemas know of the values is what a runner keeps of them between two steps. */
public class SchemaRoundTripTest {
  private static final User LEAST =
      User.builder()
          .setId("3b87ed05-da55-4455-a8b1-12c0132fccbb")
          .setFirstName("First")
          .setLastName("Last")
          .setEmail("first.last@example.com")
          .setUsername("name")
          .setDateOfBirth(Instant.ofEpochMilli(1))
          .setRegisteredAt(Instant.ofEpochMilli(2))
          .build();

  private static final User MOST =
      LEAST.toBuilder()
          .setGender("female")
          .setPhone("1")
          .setCell("2")
          .setNationality("NO")
          .setPicture("https://example.com/1.jpg")
          .setAddress(
              Address.builder()
                  .setStreet("1 Street")
                  .setCity("City")
                  .setState("State")
                  .setCountry("Country")
                  .setPostcode("0033")
                  .setLatitude(1.5)
                  .setLongitude(-1.5)
                  .setTimezoneOffset("+09:30")
                  .build())
          .setOrigin(
              ApiOrigin.builder()
                  .setSeed("s")
                  .setPage(1)
                  .setIndex(2)
                  .setFetchedAt(Instant.ofEpochMilli(3))
                  .build())
          .build();

  @Test
  public void usersKeepEveryValue() throws Exception {
    assertThat(throughCoder(User.class, MOST), is(MOST));
    assertThat(throughCoder(User.class, LEAST), is(LEAST));
  }

  @Test
  public void changesKeepTheUserOrItsAbsence() throws Exception {
    assertThat(throughCoder(UserChange.class, UserChange.keep(MOST)), is(UserChange.keep(MOST)));
    assertThat(
        throughCoder(UserChange.class, UserChange.erase(LEAST.id())),
        is(UserChange.erase(LEAST.id())));
  }

  @Test
  public void fieldsAreNamedAsTheAccessors() throws Exception {
    assertThat(
        SchemaRegistry.createDefault().getSchema(User.class).getFieldNames(),
        hasItems("id", "firstName", "dateOfBirth", "address"));
  }

  private static <T> T throughCoder(Class<T> type, T value) throws Exception {
    Coder<T> coder = SchemaRegistry.createDefault().getSchemaCoder(type);
    return CoderUtils.clone(coder, value);
  }
}
