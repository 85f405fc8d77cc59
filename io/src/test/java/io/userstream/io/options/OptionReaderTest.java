package io.userstream.io.options;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.List;
import org.junit.Test;

public class OptionReaderTest {
  @Test
  public void problemsDoNotShowASecretInTheValue() {
    for (String secret :
        List.of(
            "https://ada:s3cret@h/",
            "https://s3cret@h/",
            "https://ada:s3/c@3cret@h",
            "ada:s3cret@h:9092",
            "https://h/?apikey=s3cret",
            "https://h/?a=b&auth=s3cret",
            "jdbc:x://h/?sslpassword=s3cret")) {
      OptionReader reader = new OptionReader();
      reader.reject("source", secret, "is wrong");
      assertThat(secret, reader.problems(), contains("--source: is wrong"));
    }
  }

  @Test
  public void problemsShowOtherValues() {
    OptionReader reader = new OptionReader();
    reader.reject("source", "localhost:9092", "is wrong");
    assertThat(reader.problems(), contains("--source=localhost:9092: is wrong"));
  }

  @Test
  public void usersInHostNamesAreRejectedAndNotShown() {
    OptionReader reader = new OptionReader();
    String unused = reader.hostPorts("bootstrapServers", "h:1,ada:s3cret@h:9092");
    var unusedHosts = reader.hosts("cassandraHosts", List.of("h", "ada:s3cret@h"));
    assertThat(reader.problems(), hasSize(2));
    assertThat(reader.problems().toString(), not(containsString("s3cret")));
    assertThat(reader.problems().toString(), containsString("contains a user or a password"));
  }

  @Test
  public void webAddressesHaveASchemeAndAHostOnly() {
    assertThat(problem("http://h:8081/x/"), is(""));
    assertThat(problem("https://randomuser.me/api/"), is(""));
    assertThat(
        problem("randomuser.me"),
        is("--source=randomuser.me: must be an http or https address like http://e"));
    assertThat(
        problem("https://ada:s3cret@h/"),
        is("--source: contains a user or a password (not shown): do it"));
    assertThat(
        problem("https://ada:%s3cret@h/"),
        is("--source: contains a user or a password (not shown): do it"));
    assertThat(
        problem("https://h/?key=s3cret"),
        is("--source: must be an http or https address like http://e"));
    assertThat(
        problem("https://h/#f"),
        is("--source=https://h/#f: must be an http or https address like http://e"));
  }

  private static String problem(String address) {
    OptionReader reader = new OptionReader();
    var unused = reader.webAddress("source", address, "http://e", "do it");
    return String.join("\n", reader.problems());
  }
}
