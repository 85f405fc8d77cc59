package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** Tests that the secrets of the API's login and the national id never leave the parser. */
public class SecretsTest {
  private static final Pattern SECRET =
      Pattern.compile("/results/(\\d+)/(login/(password|salt|md5|sha1|sha256)|id/value)");

  /** Shorter secrets (passwords such as "may") occur in names by chance. */
  private static final int UNMISTAKABLE_LENGTH = 8;

  @Test
  public void noSecretOfAnyNationalityIsInAUser() throws Exception {
    int checked = 0;
    for (String nationality : Fixtures.NATIONALITIES) {
      String name = "nat/" + nationality + ".json";
      List<User> users = Fixtures.page(name).users();
      for (Map.Entry<String, String> text : Fixtures.textsByPath(Fixtures.bytes(name)).entrySet()) {
        Matcher secret = SECRET.matcher(text.getKey());
        if (secret.matches() && text.getValue().length() >= UNMISTAKABLE_LENGTH) {
          checked++;
          User user = users.get(Integer.parseInt(secret.group(1)));
          assertThat(
              nationality + text.getKey(), forms(user), not(containsString(text.getValue())));
        }
      }
    }
    assertThat(checked, greaterThan(22 * 20 * 4));
  }

  @Test
  public void noMarkedSecretIsInAUser() throws Exception {
    String marked =
        Fixtures.text("versions/1.4.json")
            .replaceAll(
                "\"(password|salt|md5|sha1|sha256|value)\":(\"[^\"]*\"|null)", "\"$1\":\"SeCrEt\"");

    assertThat(marked, containsString("SeCrEt"));
    ApiPage page = Fixtures.parse(marked);
    assertThat(page.toString(), not(containsString("SeCrEt")));
    for (User user : page.users()) {
      assertThat(forms(user), not(containsString("SeCrEt")));
    }
  }

  /** Returns every representation of a user. */
  private static String forms(User user) {
    return user
        + new String(UserJson.write(user), StandardCharsets.UTF_8)
        + new String(UserAvro.write(user, 1), StandardCharsets.UTF_8)
        + UserChange.keep(user);
  }
}
