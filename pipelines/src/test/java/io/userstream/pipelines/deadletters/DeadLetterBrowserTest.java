package io.userstream.pipelines.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import io.userstream.io.deadletters.DeadLetterEntry;
import io.userstream.io.deadletters.NewestDeadLetters.Newest;
import io.userstream.pipelines.status.StatusPage.Answer;
import io.userstream.runloop.servers.ServerException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.junit.After;
import org.junit.Test;

public class DeadLetterBrowserTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-28T12:03:00Z");
  private static final String TIME = "2026-11-28T12:01:00.250Z";

  private DeadLetterBrowser browser;

  @After
  public void close() {
    browser.close();
  }

  @Test
  public void thePageShowsCountsDeadLettersAndTheCommand() throws IOException {
    open(
        Entries.written(TIME, "malformed", 40, "no JSON"),
        Entries.written("2026-11-28T09:00:00Z", "too-long", 41, "city has 300 characters"));

    Answer page = page(null);

    assertThat(page.status(), is(200));
    assertThat(
        page.content(),
        allOf(
            containsString("Topic <b>users_created.dlq</b>: 2 dead letters, which are all."),
            containsString("<th scope=\"row\"><a href=\"dead-letters?reason=malformed\">"),
            containsString("2026-11-28T12:01:00Z</time>"),
            containsString("users_created-2@40"),
            containsString("<td>city has 300 characters</td>"),
            containsString("<code id=\"command\">userstream redrive --dryRun</code>")));
  }

  @Test
  public void theSelectionAppliesToTheCommandAndTheListButNotToTheCounts() throws IOException {
    open(
        Entries.written(TIME, "malformed", 40, "no JSON"),
        Entries.written(TIME, "too-long", 41, "city has 300 characters"));

    JsonNode view = json("reason=too-long");

    assertThat(view.path("command").asText(), is("userstream redrive --dryRun --reason=too-long"));
    assertThat(view.path("matching").asInt(), is(1));
    assertThat(view.path("letters").size(), is(1));
    assertThat(view.path("letters").path(0).path("origin").path("offset").asLong(), is(41L));
    assertThat(view.path("read").asInt(), is(2));
    assertThat(view.path("reasons").size(), is(2));
    assertThat(
        page("reason=too-long").content(),
        containsString("name=\"reason\" value=\"too-long\" checked>"));
  }

  @Test
  public void theLinkOfAnOriginSelectsItsDeadLetter() throws IOException {
    open(
        Entries.written(TIME, "malformed", 40, "no JSON"),
        Entries.written(TIME, "malformed", 41, "no JSON"),
        Entries.ofRow(TIME, Entries.ID));

    JsonNode record = json(query("users_created-2@41"));
    assertThat(record.path("matching").asInt(), is(1));
    assertThat(
        record.path("command").asText(), is("userstream redrive --dryRun --offsets=2:41-42"));
    JsonNode row = json(query("raw_users"));
    assertThat(row.path("command").asText(), is("userstream redrive --dryRun --key=" + Entries.ID));
  }

  @Test
  public void theLinkOfACountSelectsWhatItCounts() throws IOException {
    open(
        Entries.written("2026-11-28T09:59:00Z", "malformed"),
        Entries.written("2026-11-28T08:00:00Z", "malformed"),
        Entries.written(TIME, "malformed"),
        Entries.written("2026-11-28T09:00:00Z", "too-long"));

    String two = query("2");

    assertThat(json(two).path("matching").asInt(), is(2));
    assertThat(
        json(two).path("command").asText(),
        is(
            "userstream redrive --dryRun --reason=malformed --from=2026-11-28T08:00:00Z"
                + " --to=2026-11-28T10:00:00Z"));
  }

  @Test
  public void thePageShowsWhatWasRedrivenAndCountsTheRest() throws IOException {
    open(
        Entries.redriven(TIME, "malformed", 40),
        Entries.redriven(TIME, "malformed", 41),
        Entries.written(TIME, "malformed", 42, "no JSON"),
        Entries.redriven(TIME, "too-long", 43));

    String page = page(null).content();
    JsonNode view = json(null);

    assertThat(
        page,
        allOf(
            containsString("<th scope=\"col\">not redriven</th>"),
            containsString("<td>3</td><td>1</td></tr>"),
            containsString("<td>1</td><td>0</td></tr>"),
            containsString("<td>4</td><td>1</td></tr>")));
    assertThat(page.split("<td>yes</td></tr>", -1).length - 1, is(3));
    assertThat(view.path("notRedriven").path("malformed").asInt(), is(1));
    assertThat(view.path("notRedriven").path("too-long").asInt(), is(0));
    assertThat(view.path("letters").findValuesAsText("isRedriven").size(), is(4));
    assertThat("they are selected as before", view.path("matching").asInt(), is(4));
    assertThat(view.path("command").asText(), is("userstream redrive --dryRun"));
  }

  @Test
  public void valuesOfDeadLettersAreEscaped() throws IOException {
    open(Entries.written(TIME, "malformed", 40, "<script>alert('1')</script>\"&amp;"));

    String page = page(null).content();

    assertThat(page, not(containsString("<script")));
    assertThat(
        page, containsString("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;amp;"));
  }

  @Test
  public void aKeyThatIsNoUuidIsOnlyItsSize() throws IOException {
    open(Entries.ofRow(TIME, null));

    assertThat(page(null).content(), containsString("<td>not a uuid, 15 bytes</td>"));
    assertThat(json(null).path("letters").path(0).path("id").isNull(), is(true));
  }

  @Test
  public void thePageSaysThatOlderOnesAreNotCounted() throws IOException {
    DeadLetterEntry letter = Entries.written(TIME, "malformed");
    open(() -> new Newest(ImmutableList.of(letter), 3, 1_000, true, true));

    assertThat(
        page(null).content(),
        allOf(
            containsString(
                "1 dead letter among the newest 1,000 records of each partition. Older ones are not"
                    + " counted."),
            containsString("Some of them are missing, because they are large"),
            containsString("3 records of other programs"),
            containsString("1 dead letter of those above is selected")));
    assertThat(json(null).path("hasOlder").asBoolean(), is(true));
  }

  @Test
  public void longListsAreCut() throws IOException {
    DeadLetterEntry letter = Entries.written(TIME, "malformed");
    open(java.util.Collections.nCopies(250, letter).toArray(DeadLetterEntry[]::new));

    assertThat(json(null).path("matching").asInt(), is(250));
    assertThat(json(null).path("letters").size(), is(100));
    assertThat(page(null).content(), containsString("The newest 100 of 250 are shown."));
  }

  @Test
  public void withoutARightThePageNamesIt() throws IOException {
    open(
        () -> {
          throw new ServerException("Kafka denies access to topic <b>: READ");
        });

    assertThat(page(null).status(), is(503));
    assertThat(
        page(null).content(), containsString("Kafka denies access to topic &lt;b&gt;: READ</p>"));
    Answer json = browser.pages().get("/dead-letters.json").answer(null);
    assertThat(json.status(), is(503));
    assertThat(
        JSON.readTree(json.content()).path("problems").path(0).asText(),
        is("Kafka denies access to topic <b>: READ"));
  }

  @Test
  public void wrongParametersAreExplained() throws IOException {
    open();

    assertThat(page("reason=%3Cb%3E").status(), is(400));
    assertThat(page("reason=%3Cb%3E").content(), not(containsString("<b>")));
    assertThat(browser.pages().get("/dead-letters.json").answer("from=x&to=y").status(), is(400));
  }

  @Test
  public void thePageIsAccessible() throws IOException {
    open(Entries.written(TIME, "malformed"));

    String page = page(null).content();

    assertThat(page, allOf(containsString("<html lang=\"en\">"), not(containsString("<th>"))));
    assertThat("every field has a label", fieldsOutsideLabels(page), is(0L));
    assertThat("it works without JavaScript", page, not(containsString("<script")));
  }

  private static long fieldsOutsideLabels(String page) {
    String outside = page.replaceAll("<label.*?</label>", "");
    return Pattern.compile("<input (?!type=\"hidden\")").matcher(outside).results().count();
  }

  private void open(DeadLetterEntry... letters) {
    open(() -> new Newest(ImmutableList.copyOf(letters), 0, 100, false, false));
  }

  private void open(Supplier<Newest> reader) {
    browser =
        DeadLetterBrowser.of(
            Entries.TOPIC,
            Entries.TOPIC + ".dlq",
            new RedriveCommand(List.of()),
            reader,
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private Answer page(@Nullable String query) throws IOException {
    return browser.pages().get("/dead-letters").answer(query);
  }

  private JsonNode json(@Nullable String query) throws IOException {
    Answer answer = browser.pages().get("/dead-letters.json").answer(query);
    assertThat(answer.content(), answer.status(), is(200));
    return JSON.readTree(answer.content());
  }

  /** Returns the query of the first link with this text. */
  private String query(String text) throws IOException {
    Matcher link =
        Pattern.compile("<a href=\"dead-letters\\?([^\"]*)\">" + Pattern.quote(text) + "</a>")
            .matcher(page(null).content());
    assertThat(text, link.find(), is(true));
    return link.group(1).replace("&amp;", "&");
  }
}
