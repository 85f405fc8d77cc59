package io.userstream.io.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import java.util.Base64;
import org.junit.Test;

public class KeyRingTest {
  private static final String KEY = key(1);
  private static final String OTHER = key(2);

  @Test
  public void oneKeyHasTheDefaultId() {
    assertThat(KeyRing.parse(KEY + "\n").firstId(), is("1"));
  }

  @Test
  public void theFirstOfSeveralKeysEncrypts() {
    KeyRing keys = KeyRing.parse("2026-b:" + OTHER + "\r\n\n 1:" + KEY + " \n");

    assertThat(keys.firstId(), is("2026-b"));
    assertThat(keys.key("1"), is(KeyRing.parse(KEY).key("1")));
    assertThat(keys.key("2").isPresent(), is(false));
  }

  @Test
  public void problemsNameTheKeyAndDoNotContainIt() {
    assertThat(problem(" \n"), is("contains no key"));
    assertThat(
        problem(KEY.replace('=', '*')),
        is("the key must be in Base64 (the key is not shown here)"));
    assertThat(
        problem("a:" + KEY + "\nb:c2hvcnQ="),
        is(
            "key 2 of 2 must have 32 bytes (256 bits) and has 5. Create one with openssl rand"
                + " -base64 32"));
    assertThat(
        problem("a:" + KEY + "\na:" + OTHER), is("key 2 of 2 has the same id as another one"));
    assertThat(problem("a:" + KEY + "\n" + OTHER), containsString("key 2 of 2 must be ID:KEY"));
    assertThat(problem("a b:" + KEY), containsString("key 1 of 1 must be ID:KEY"));
    assertThat(problem(":" + KEY), containsString("key 1 of 1 must be ID:KEY"));
  }

  @Test
  public void textContainsIdsOnly() {
    assertThat(KeyRing.parse("a:" + KEY).toString(), is("keys [a]"));
  }

  private static String problem(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> KeyRing.parse(text)).getMessage();
    assertThat(message, not(containsString(KEY.substring(0, 8))));
    assertThat(message, not(containsString(OTHER.substring(0, 8))));
    return message;
  }

  /** Returns a key in Base64. */
  static String key(int seed) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (seed * 100 + i);
    }
    return Base64.getEncoder().encodeToString(bytes);
  }
}
