package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import java.util.stream.Collectors;
import org.joda.time.Instant;
import org.junit.Test;

public class ApiPageParserTest {

  @Test
  public void usersKeepEveryNonSecretValue() throws Exception {
    User expected =
        User.builder()
            .setId("2d5afd5e-a598-469f-9933-4edba18bcefb")
            .setFirstName("Britney")
            .setLastName("Sims")
            .setEmail("britney.sims@example.com")
            .setUsername("blueelephant921")
            .setDateOfBirth(Instant.parse("1989-11-17T21:56:57.779Z"))
            .setRegisteredAt(Instant.parse("2014-05-20T20:54:39.692Z"))
            .setGender("female")
            .setAddress(
                Address.builder()
                    .setStreet("9617 Tara Street")
                    .setCity("Dublin")
                    .setState("Westmeath")
                    .setCountry("Ireland")
                    .setPostcode("66909")
                    .setLatitude(17.2334)
                    .setLongitude(88.9196)
                    .setTimezoneOffset("+04:30")
                    .build())
            .setPhone("011-578-8963")
            .setCell("081-136-4597")
            .setNationality("IE")
            .setPicture("https://randomuser.me/api/portraits/women/62.jpg")
            .setOrigin(
                ApiOrigin.builder()
                    .setSeed("foobar")
                    .setPage(1)
                    .setIndex(0)
                    .setFetchedAt(Fixtures.FETCHED_AT)
                    .build())
            .build();

    assertThat(Fixtures.page("versions/1.3.json").users().get(0), equalTo(expected));
  }

  @Test
  public void theApiFillsEveryWireField() throws Exception {
    User user = Fixtures.page("versions/1.4.json").users().get(0);

    for (WireField field : WireField.all()) {
      assertThat(field.wireName(), field.of(user), notNullValue());
    }
  }

  @Test
  public void aPageReportsWhatTheApiEchoed() throws Exception {
    ApiPage page = Fixtures.page("versions/1.4.json");

    assertThat(page.seed(), equalTo("foobar"));
    assertThat(page.page(), equalTo(1));
    assertThat(page.results(), equalTo(20));
    assertThat(page.version(), equalTo("1.4"));
    assertThat(page.users(), hasSize(20));
    assertThat(page.users().get(19).origin().index(), equalTo(19));
  }

  @Test
  public void everyNationalityParses() throws Exception {
    for (String nationality : Fixtures.NATIONALITIES) {
      List<User> users = Fixtures.users(nationality);

      assertThat(nationality, users, hasSize(20));
      for (User user : users) {
        assertThat(user.nationality(), equalTo(nationality));
        assertThat(user.address().street(), matchesPattern("\\d+ \\S.*"));
        assertThat(user.address().postcode(), notNullValue());
        assertThat(user.address().latitude(), notNullValue());
        assertThat(user.address().timezoneOffset(), matchesPattern("[+-]\\d\\d:\\d\\d"));
        assertThat(user.picture(), containsString("/portraits/"));
        assertThat(user.picture(), not(containsString("/med/")));
      }
    }
  }

  @Test
  public void legoUsersHaveNoCountry() throws Exception {
    assertThat(
        Fixtures.users("LEGO").stream().map(user -> user.address().country()).toList(),
        everyItem(nullValue()));
  }

  @Test
  public void postcodesKeepLeadingZeros() throws Exception {
    assertThat(
        Fixtures.users("NO").stream().map(user -> user.address().postcode()).toList(),
        hasItem(matchesPattern("0\\d{3}")));
    assertThat(
        Fixtures.users("CA").stream().map(user -> user.address().postcode()).toList(),
        everyItem(matchesPattern("[A-Z]\\d[A-Z] \\d[A-Z]\\d")));
    assertThat(
        Fixtures.users("US").stream().map(user -> user.address().postcode()).toList(),
        everyItem(matchesPattern("\\d+")));
  }

  @Test
  public void persianTextKeepsZeroWidthNonJoiners() throws Exception {
    String users =
        Fixtures.users("IR").stream()
            .map(user -> user.firstName() + user.lastName() + user.address().oneLine())
            .collect(Collectors.joining("\n"));

    assertThat(Fixtures.text("nat/IR.json"), containsString("\u200c"));
    assertThat(users, containsString("\u200c"));
  }

  @Test
  public void offsetsArePadded() throws Exception {
    String page = Fixtures.text("versions/1.4.json");

    assertThat(firstUser(page).address().timezoneOffset(), equalTo("+04:30"));
    assertThat(
        firstUser(page.replace("\"+4:30\"", "\"0:00\"")).address().timezoneOffset(),
        equalTo("+00:00"));
    assertThat(
        firstUser(page.replace("\"+4:30\"", "\"-11:00\"")).address().timezoneOffset(),
        equalTo("-11:00"));
  }

  @Test
  public void surroundingSpacesAreTrimmed() throws Exception {
    String page = Fixtures.text("versions/1.3.json");

    assertThat(firstUser(page.replace("\"Sims\"", "\" Sims \\u00a0\"")).lastName(), is("Sims"));
    assertThat(firstUser(page.replace("\"Dublin\"", "\"  \"")).address().city(), nullValue());
  }

  @Test
  public void emptyPasswordsAndNullIdsAreIgnored() throws Exception {
    String page = Fixtures.text("versions/1.3.json");

    User user = firstUser(page.replace("\"password\":\"ccccccc\"", "\"password\":\"\""));

    assertThat(user, equalTo(firstUser(page)));
    assertThat(firstUser(page.replace("\"value\":\"8705633T\"", "\"value\":null")), equalTo(user));
  }

  @Test
  public void aPageWithoutUsersIsAccepted() throws Exception {
    ApiPage page = Fixtures.page("errors/reported_empty_results.json");

    assertThat(page.users(), empty());
    assertThat(page.results(), equalTo(1));
  }

  @Test
  public void missingOptionalFieldsAreNull() throws Exception {
    String page = Fixtures.text("versions/1.3.json").replace("\"picture\":", "\"pictures\":");

    assertThat(firstUser(page).picture(), nullValue());
  }

  private static User firstUser(String page) throws MalformedPageException {
    return Fixtures.parse(page).users().get(0);
  }
}
