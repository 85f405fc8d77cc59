package io.userstream.tests.docs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.Test;

/** Checks the links between the pages of the documentation, and the length of the README. */
public class LinksInDocsTest {
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|srcset)=\"([^\"]+)\"");

  private static final int README_LINES = 110;

  @Test
  public void everyLinkLeadsToAFileAndAHeading() {
    List<String> broken = new ArrayList<>();
    for (String page : Pages.all()) {
      for (String link : links(page)) {
        if (!isExternal(link) && !exists(page, link)) {
          broken.add(page + ": " + link);
        }
      }
    }

    assertThat(broken, is(empty()));
  }

  @Test
  public void indexLinksEveryPage() {
    List<Path> linked =
        links("docs/index.md").stream()
            .map(link -> Pages.path("docs").resolve(link).normalize())
            .toList();

    assertThat(
        Pages.all().stream()
            .filter(page -> page.startsWith("docs/") && !page.equals("docs/index.md"))
            .filter(page -> !linked.contains(Pages.path(page)))
            .toList(),
        is(empty()));
  }

  @Test
  public void readmeIsShort() {
    String readme = Pages.text("README.md");

    assertThat((int) readme.lines().count(), is(lessThanOrEqualTo(README_LINES)));
    assertThat(readme, containsString("(docs/index.md)"));
  }

  private static List<String> links(String page) {
    return LINK.matcher(Pages.text(page).replaceAll("(?s)```.*?```", ""))
        .results()
        .map((MatchResult link) -> link.group(1) != null ? link.group(1) : link.group(2))
        .toList();
  }

  private static boolean isExternal(String link) {
    return link.matches("[a-z]+:.*");
  }

  private static boolean exists(String page, String link) {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty()
            ? Pages.path(page)
            : Pages.path(page).getParent().resolve(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || anchors(target).contains(parts[1]);
  }

  /** Returns the anchors of a page's headings, as GitHub derives them. */
  private static List<String> anchors(Path page) {
    return Pages.text(page.toString())
        .lines()
        .filter(line -> line.matches("#+ .*"))
        .map(
            line ->
                line.replaceFirst("#+ ", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .toList();
  }
}
