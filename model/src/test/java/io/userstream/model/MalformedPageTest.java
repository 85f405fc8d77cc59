package io.userstream.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class MalformedPageTest {
  private static final String PAGE = Fixtures.text("versions/1.4.json");

  @Test
  public void otherVersionsAreRejectedByName() {
    for (String version : new String[] {"1.0", "1.1", "1.2"}) {
      assertMalformed(
          Fixtures.text("versions/" + version + ".json"), "info.version is neither 1.3 nor 1.4");
    }
    assertMalformed(
        PAGE.replace("\"version\":\"1.4\"", "\"version\":\"1.5\""),
        "info.version is neither 1.3 nor 1.4");
  }

  @Test
  public void aPageWithoutInfoIsRejected() {
    int info = PAGE.lastIndexOf(",\"info\"");
    assertMalformed(PAGE.substring(0, info) + "}", "info is missing");
    assertMalformed(PAGE.replace("\"seed\":", "\"seeds\":"), "info lacks seed, page or results");
    assertMalformed(
        PAGE.replace("\"page\":1", "\"page\":\"1\""), "info.page is not a non-negative integer");
    assertMalformed(
        PAGE.replace("\"page\":1", "\"page\":-1"), "info.page is not a non-negative integer");
    assertMalformed(
        PAGE.replace("\"page\":1", "\"page\":99999999999"),
        "info.page is not a non-negative integer");
  }

  @Test
  public void errorBodiesAreRejected() {
    assertMalformed(
        Fixtures.text("errors/documented_service_error.json"),
        "the body is an API error, not a page");
  }

  @Test
  public void usersWithoutRequiredValuesAreRejected() {
    assertMalformed(Fixtures.text("unknown_inc.json"), "user 0: login.uuid is missing");
    assertMalformed(Fixtures.text("exc_login_picture.json"), "user 0: login.uuid is missing");
    assertMalformed(Fixtures.text("inc_name_email_nat.json"), "user 0: login.uuid is missing");
    assertMalformed(Fixtures.text("password.json"), "user 0: name.first is missing");
    assertMalformed(
        PAGE.replaceFirst("\"first\":\"[^\"]*\"", "\"first\":\" \""),
        "user 0: name.first is missing");
    assertMalformed(
        PAGE.replaceFirst("\"first\":\"[^\"]*\"", "\"first\":null"),
        "user 0: name.first is missing");
  }

  @Test
  public void wronglyFormattedValuesAreNamedByPosition() {
    assertMalformed(
        secondUser("\"gender\":\"male\"", "\"gender\":1"), "user 1: gender is not text");
    assertMalformed(
        secondUser("\"name\":{\"title\"", "\"name\":[],\"n\":{\"title\""),
        "user 1: name is not an object");
    assertMalformed(
        secondUser("\"number\":4012", "\"number\":-4012"),
        "user 1: location.street.number is negative");
    assertMalformed(
        secondUser("\"postcode\":76549", "\"postcode\":7.5"),
        "user 1: location.postcode is neither text nor digits");
    assertMalformed(
        secondUser("\"-34.9050\"", "\"NaN\""),
        "user 1: location.coordinates.latitude is not a decimal number");
    assertMalformed(
        secondUser("\"-34.9050\"", "\"1d\""),
        "user 1: location.coordinates.latitude is not a decimal number");
    assertMalformed(
        secondUser("\"-34.9050\"", "-34.9050"),
        "user 1: location.coordinates.latitude is not text");
    assertMalformed(
        secondUser("\"+9:30\"", "\"9.5\""),
        "user 1: location.timezone.offset is not an offset from UTC");
    assertMalformed(secondUser("\"5a79ebec-", "\"5a79ebe-"), "user 1: login.uuid is not a uuid");
    assertMalformed(
        secondUser("\"dob\":{\"date\":\"", "\"dob\":{\"date\":\"on "),
        "user 1: dob.date is not an ISO-8601 instant");
    assertMalformed(
        secondUser("\"Gilberto\"", "\"\\ud800\""), "user 1: name.first is not Unicode text");
  }

  @Test
  public void pagesTruncatedAnywhereAreRejected() {
    byte[] page = Fixtures.bytes("versions/1.4.json");
    ApiPageParser parser = new ApiPageParser();
    for (int length = 0; length < page.length; length += length < 2000 ? 1 : 97) {
      byte[] start = Arrays.copyOf(page, length);
      assertThrows(MalformedPageException.class, () -> parser.parse(start, Fixtures.FETCHED_AT));
    }
  }

  @Test
  public void bodiesThatAreNotOnePageAreRejected() {
    assertMalformedJson("");
    assertMalformedJson("<html>502 Bad Gateway</html>");
    assertMalformed("Bad Request", "the body is not one well-formed JSON value");
    assertMalformed("[]", "the body is not a JSON object");
    assertMalformed("17", "the body is not a JSON object");
    assertMalformed("{}", "info is missing");
    assertMalformed(PAGE + "{}", "the body continues after the page");
    assertMalformedJson(PAGE + "}");
    assertMalformed("{\"results\":{}}", "results is not an array");
    assertMalformed("{\"results\":[7]}", "user 0 is not an object");
    assertMalformed("{\"info\":[]}", "info is not an object");
    assertMalformed(PAGE.replace("\"results\":[", "\"users\":["), "results is missing");
  }

  @Test
  public void duplicateKeysAreRejected() {
    assertMalformedJson(
        secondUser("\"gender\":\"male\"", "\"gender\":\"male\",\"gender\":\"male\""));
    assertMalformedJson(secondUser("\"first\":\"Gilberto\"", "\"first\":\"A\",\"first\":\"B\""));
    assertMalformedJson(PAGE.replace("\"page\":1", "\"page\":1,\"page\":1"));
  }

  @Test
  public void duplicateKeysAreRejectedInWhatIsSkipped() throws MalformedPageException {
    String many =
        IntStream.range(0, 100).mapToObj(i -> "\"n" + i + "\":0,").collect(Collectors.joining());
    for (String duplicates :
        List.of(
            "{\"a\":1,\"b\":2,\"a\":3}",
            "[{\"a\":[{\"b\":1,\"b\":2}]}]",
            "{" + many + "\"n99\":1}",
            "{" + many + "\"n0\":1}")) {
      assertMalformedJson(secondUser("\"gender\":\"male\"", "\"x\":" + duplicates));
      assertMalformedJson(secondUser("\"sha1\":", "\"x\":" + duplicates + ",\"sha1\":"));
      assertMalformedJson(PAGE.replace("\"page\":1", "\"page\":1,\"x\":" + duplicates));
      byte[] page =
          secondUser("\"gender\":\"male\"", "\"gender\":\"male\",\"x\":" + duplicates)
              .getBytes(UTF_8);
      assertThrows(
          MalformedPageException.class,
          () -> new ApiPageParser(true).parse(page, Fixtures.FETCHED_AT));
    }
    String none = "{" + many + "\"a\":{\"n1\":[{\"n1\":0},{\"n1\":0}]},\"b\":{\"n1\":0}}";
    assertThat(
        Fixtures.parse(secondUser("\"gender\":\"male\"", "\"gender\":\"male\",\"x\":" + none))
            .users(),
        equalTo(Fixtures.parse(PAGE).users()));
  }

  @Test
  public void invalidUtf8IsRejected() {
    byte[] page = Fixtures.bytes("versions/1.3.json");
    int city = Fixtures.text("versions/1.3.json").indexOf("Dublin");
    page[city] = (byte) 0xC3;
    assertThrows(
        MalformedPageException.class, () -> new ApiPageParser().parse(page, Fixtures.FETCHED_AT));
  }

  @Test
  public void deepNestingIsRejected() {
    assertMalformedJson("{\"x\":" + "[".repeat(100_000));
  }

  private static void assertMalformedJson(String body) {
    assertMalformed(body, body.isEmpty() ? "the body is not a JSON object" : "the body is not one");
  }

  private static void assertMalformed(String body, String message) {
    MalformedPageException e =
        assertThrows(MalformedPageException.class, () -> Fixtures.parse(body));
    assertThat(e.getMessage(), startsWith(message));
    assertThat(e.getCause(), equalTo(null));
  }

  /** Changes the second user of the page, as an example for all users but the first. */
  private static String secondUser(String from, String to) {
    int second = PAGE.indexOf("},{\"gender\"");
    String changed =
        PAGE.substring(0, second)
            + PAGE.substring(second)
                .replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
    assertThat(changed, not(equalTo(PAGE)));
    return changed;
  }
}
