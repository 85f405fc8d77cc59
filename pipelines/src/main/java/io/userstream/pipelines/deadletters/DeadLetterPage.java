package io.userstream.pipelines.deadletters;

import static io.userstream.pipelines.deadletters.PageHtml.count;
import static io.userstream.pipelines.deadletters.PageHtml.number;

import com.google.common.collect.ImmutableListMultimap;
import java.util.List;

/** Renders the dead letter browser as a page that needs no JavaScript. Not thread-safe. */
final class DeadLetterPage {
  private final DeadLetterQuery query;
  private final DeadLetterView view;
  private final String usersTopic;
  private final PageHtml html = new PageHtml();

  private DeadLetterPage(DeadLetterQuery query, DeadLetterView view, String usersTopic) {
    this.query = query;
    this.view = view;
    this.usersTopic = usersTopic;
  }

  /** Returns the page. */
  static String of(DeadLetterQuery query, DeadLetterView view, String usersTopic) {
    return new DeadLetterPage(query, view, usersTopic).page();
  }

  /** Returns a page with only an explanation why there are no dead letters. */
  static String problem(List<String> problems) {
    PageHtml html = new PageHtml();
    begin(html);
    problems.forEach(
        problem -> html.raw("<p class=\"banner\" role=\"alert\">").text(problem).raw("</p>\n"));
    html.raw("<p>").link(ImmutableListMultimap.of(), "All dead letters").raw("</p>\n");
    return end(html);
  }

  private static void begin(PageHtml html) {
    html.raw(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Userstream dead letters</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="page.css">
        </head>
        <body>
        <header><h1>Userstream <span>dead letters</span></h1><p class="quiet"><a href="./">status</a></p></header>
        <main>
        """);
  }

  private static String end(PageHtml html) {
    return html.raw(
            """
            </main>
            <footer class="quiet"><a href="dead-letters.json">dead-letters.json</a></footer>
            </body>
            </html>
            """)
        .toString();
  }

  private String page() {
    begin(html);
    html.raw("<p>Topic <b>").text(view.topic()).raw("</b>: ").text(scope()).raw("</p>\n");
    new ReasonTable(html, query, view.counts()).write();
    new SelectionForm(html, query, view, usersTopic).write();
    new LetterTable(html, query, view, usersTopic).write();
    return end(html);
  }

  /** Says which dead letters are counted. */
  private String scope() {
    StringBuilder scope = new StringBuilder(count(view.read(), "dead letter"));
    scope.append(
        view.hasOlder() || view.isCut()
            ? " among the newest " + number(view.perPartition()) + " records of each partition."
            : ", which are all.");
    if (view.hasOlder()) {
      scope.append(" Older ones are not counted.");
    }
    if (view.isCut()) {
      scope.append(" Some of them are missing, because they are large or Kafka responds slowly.");
    }
    if (view.others() > 0) {
      scope
          .append(" The topic also has ")
          .append(count(view.others(), "record"))
          .append(" of other programs.");
    }
    return scope.append(" Times are UTC.").toString();
  }
}
