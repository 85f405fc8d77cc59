package io.userstream.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class HtmlTextTest {
  /** Regular expressions took a minute. */
  @Rule public final Timeout limit = Timeout.millis(Duration.ofSeconds(30).toMillis());

  @Test
  public void titleComesBeforeText() {
    assertThat(
        HtmlText.of("<!-- a --> <!--b--><HTML><TITLE lang=en>Bad\n gateway</TITLE><p>Text</p>"),
        is("Bad gateway"));
  }

  @Test
  public void scriptsStylesAndCommentsAreInvisible() {
    assertThat(
        HtmlText.of(
            "<!doctype html><head><meta></head><style>p > b {}</style><!-- <p>x --><p>Text</p>"),
        is("Text"));
  }

  @Test
  public void unclosedScriptIsATag() {
    assertThat(HtmlText.of("<html><script>text"), is("text"));
  }

  @Test
  public void otherTextIsUnchanged() {
    assertThat(HtmlText.of("<htmlx>&amp;"), is("<htmlx>&amp;"));
    assertThat(HtmlText.of("<!-- never closed"), is("<!-- never closed"));
    assertThat(HtmlText.of(""), is(""));
  }

  @Test
  public void hostilePagesEndSoon() {
    for (String tag : new String[] {"<!--", "<!-- --> ", "<style>", "<title>", "<"}) {
      String unused = HtmlText.of("<html>" + tag.repeat(10_000));
      unused = HtmlText.of(tag.repeat(10_000));
    }
  }
}
