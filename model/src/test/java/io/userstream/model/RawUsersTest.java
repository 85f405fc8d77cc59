package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.Test;

public class RawUsersTest {
  private static final Pattern SECRET =
      Pattern.compile("/results/\\d+/(login/(?!uuid|username)\\w+|id/\\w+)");

  @Test
  public void aRawUserEqualsTheUserOnThePage() throws Exception {
    for (String nationality : Fixtures.NATIONALITIES) {
      ApiPage page = keptPage(Fixtures.text("nat/" + nationality + ".json"));
      List<User> users = page.users();
      List<String> raw = page.rawUsers().texts();
      assertThat(page.rawUsers().isExact(), is(true));
      assertThat(raw.size(), is(users.size()));
      for (int i = 0; i < raw.size(); i++) {
        assertThat(
            RawUserParser.parse(raw.get(i), users.get(i).id(), users.get(i).origin()),
            is(users.get(i)));
      }
    }
  }

  @Test
  public void everythingButTheSecretsIsKept() throws Exception {
    int secrets = 0;
    for (String nationality : Fixtures.NATIONALITIES) {
      String body = Fixtures.text("nat/" + nationality + ".json");
      Set<String> given = new TreeSet<>(Fixtures.textsByPath(Fixtures.utf8(body)).keySet());
      given.removeIf(path -> !path.startsWith("/results/"));
      int all = given.size();
      given.removeIf(path -> SECRET.matcher(path).matches());
      secrets += all - given.size();
      Set<String> kept =
          Fixtures.textsByPath(
                  Fixtures.utf8("{\"results\":" + keptPage(body).rawUsers().texts() + "}"))
              .keySet();
      assertThat(new TreeSet<>(kept), is(given));
      assertThat(kept, hasItems("/results/0/name/title", "/results/0/picture/thumbnail"));
    }
    assertThat(secrets, greaterThan(22 * 20 * 5));
  }

  @Test
  public void charactersThatADatabaseCannotStoreAreReplaced() throws Exception {
    String body =
        Fixtures.text("versions/1.4.json")
            .replaceFirst("\"title\":\"[^\"]*\"", "\"title\":\"a\\\\u0000b\\\\ud800c\"");
    RawUserTexts raw = keptPage(body).rawUsers();

    assertThat(raw.texts().get(0), containsString("\"title\":\"a\uFFFDb\uFFFDc\""));
    assertThat(raw.isExact(), is(false));
  }

  @Test
  public void numbersThatADatabaseWritesDifferentlyAreNotExact() throws Exception {
    String body =
        Fixtures.text("versions/1.4.json").replaceFirst("\"title\":\"[^\"]*\"", "\"title\":1e2000");

    assertThat(keptPage(body).rawUsers().isExact(), is(false));
  }

  @Test
  public void rawUsersAreNotKeptByDefault() throws Exception {
    assertThat(Fixtures.page("versions/1.4.json").rawUsers() == null, is(true));
  }

  @Test
  public void toStringOfAPageHasNoPersonalData() throws Exception {
    ApiPage page = keptPage(Fixtures.text("versions/1.4.json"));
    String email = page.users().get(0).email();
    assertThat(page.toString() + RawPage.of(page, null), not(containsString(email)));
  }

  @Test
  public void invalidRawUsersAreRejectedWithAReason() throws Exception {
    ApiPage page = keptPage(Fixtures.text("versions/1.4.json"));
    User user = page.users().get(0);
    String raw = page.rawUsers().texts().get(0);

    assertRejected(RejectReason.MALFORMED, raw + "{}", user.id());
    assertRejected(RejectReason.MALFORMED, raw.substring(0, raw.length() / 2), user.id());
    assertRejected(RejectReason.MALFORMED, "[]", user.id());
    assertRejected(RejectReason.MALFORMED, "", user.id());
    assertRejected(RejectReason.MALFORMED, raw.replace("\"email\"", "\"mail\""), user.id());
    assertRejected(RejectReason.KEY_MISMATCH, raw, page.users().get(1).id());
  }

  private static void assertRejected(RejectReason reason, String json, String id) {
    RejectedUserException rejected =
        assertThrows(
            RejectedUserException.class,
            () -> RawUserParser.parse(json, id, ApiOrigin.builder().build()));
    assertThat(rejected.reason(), is(reason));
    assertThat(rejected.getMessage(), not(containsString("@")));
  }

  private static ApiPage keptPage(String body) throws MalformedPageException {
    return new ApiPageParser(true).parse(Fixtures.utf8(body), Fixtures.FETCHED_AT);
  }
}
