package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.StringWriter;
import java.util.Set;
import org.junit.Test;

/** Tests which data of a user is shown unless personal data is requested. */
public class PersonalDataTest {
  @Test
  public void onlyIdAndOriginAreShown() throws Exception {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      UserJson.writeFields(Fixtures.user(), false, out);
      out.writeEndObject();
    }

    for (WireField field : WireField.all()) {
      Object value = field.of(Fixtures.user());
      boolean isShown =
          Set.of("id", "seed", "page", "index", "fetchedAt").contains(field.wireName());
      if (value != null && !isShown) {
        assertThat(text.toString(), containsString("\"" + field.wireName() + "\":\"***\""));
      }
    }
    assertThat(text.toString(), containsString("\"id\":\"" + Fixtures.user().id() + "\""));
  }

  @Test
  public void textsOfObjectsHaveNoPersonalData() throws Exception {
    User user = Fixtures.user();
    assertThat(user.toString(), is("user " + user.id()));
    assertThat(user.address().toString(), is("address"));
    assertThat(UserChange.keep(user).toString(), not(containsString(user.email())));
  }
}
