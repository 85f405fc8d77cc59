package io.userstream.pipelines.deadletters;

import com.google.common.collect.ImmutableListMultimap;
import io.userstream.io.deadletters.DeadLetterEntry;
import io.userstream.io.kafka.SelectedOffsets;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Renders the dead letter browser as a page that needs no JavaScript. Not thread-safe. */
final class DeadLetterPage {
  static final String PATH = "dead-letters";

  private static final int SHADES = 4;

  private final DeadLetterQuery query;
  private final DeadLetterView view;
  private final ReasonCounts counts;
  private final String usersTopic;
  private final Html html = new Html();

  private DeadLetterPage(DeadLetterQuery query, DeadLetterView view, String usersTopic) {
    this.query = query;
    this.view = view;
    this.usersTopic = usersTopic;
    this.counts =
        new ReasonCounts(
            view.intervals().stream().map(Instant::ofEpochMilli).toList(), view.reasons());
  }

  /** Returns the page. */
  static String of(DeadLetterQuery query, DeadLetterView view, String usersTopic) {
    return new DeadLetterPage(query, view, usersTopic).page();
  }

  /** Returns a page with only an explanation why there are no dead letters. */
  static String problem(List<String> problems) {
    Html html = new Html();
    begin(html);
    problems.forEach(
        problem -> html.raw("<p class=\"banner\" role=\"alert\">").text(problem).raw("</p>\n"));
    html.raw("<p>").link(PATH, "All dead letters").raw("</p>\n");
    return end(html);
  }

  private static void begin(Html html) {
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

  private static String end(Html html) {
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
    reasons();
    selection();
    letters();
    return end(html);
  }

  /** Says which dead letters are counted. */
  private String scope() {
    StringBuilder scope = new StringBuilder(count(view.read(), "dead letter"));
    scope.append(
        view.hasOlder()
            ? " among the newest "
                + number(view.perPartition())
                + " records of each partition. Older ones are not counted."
            : ", which are all.");
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

  private void reasons() {
    html.raw("<section>\n<h2 id=\"reasons\">Reasons over time</h2>\n<p class=\"quiet\">last");
    for (Span span : Span.values()) {
      html.raw(span == query.span() ? " <b aria-current=\"true\">" : " ");
      link(query.parameters(span), span.code());
      html.raw(span == query.span() ? "</b>" : "");
    }
    html.raw(
        "</p>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"reasons\">\n");
    html.raw("<table class=\"counts\">\n<thead><tr><th scope=\"col\">reason</th>");
    for (int i = 0; i < counts.starts().size(); i++) {
      html.raw("<th scope=\"col\">");
      link(counts.during(Selection.ALL, i), query.span().label(counts.starts().get(i)));
      html.raw("</th>");
    }
    html.raw("<th scope=\"col\">all</th></tr></thead>\n<tbody>\n");
    counts.byReason().forEach(this::row);
    row("all", counts.totals(), Selection.ALL, false);
    html.raw("</tbody>\n</table>\n</div>\n</section>\n");
  }

  private void row(String reason, List<Integer> ofReason) {
    row(reason, ofReason, Selection.ofReason(reason), true);
  }

  private void row(String name, List<Integer> numbers, Selection selection, boolean isShaded) {
    html.raw("<tr><th scope=\"row\">");
    link(selection, name);
    html.raw("</th>");
    for (int i = 0; i < numbers.size(); i++) {
      int shade = isShaded ? shade(numbers.get(i)) : 0;
      html.raw("<td class=\"shade" + shade + "\">");
      if (numbers.get(i) == 0) {
        html.raw("0");
      } else {
        link(counts.during(selection, i), number(numbers.get(i)));
      }
      html.raw("</td>");
    }
    html.raw("<td>").text(number(ReasonCounts.sum(numbers))).raw("</td></tr>\n");
  }

  /** Returns 0 for none, and up to {@value #SHADES} for the largest number. */
  private int shade(int number) {
    return number == 0 ? 0 : Math.max(1, SHADES * number / counts.most());
  }

  private void selection() {
    html.raw("<section>\n<h2>Selection</h2>\n<form method=\"get\" action=\"" + PATH + "\">\n");
    html.raw("<fieldset><legend>reasons</legend>");
    TreeSet<String> reasons = new TreeSet<>(query.selection().reasons());
    view.letters().forEach(letter -> reasons.add(letter.reason()));
    reasons.addAll(view.reasons().keySet());
    for (String reason : reasons) {
      html.raw("<label><input type=\"checkbox\" name=\"reason\" value=\"").text(reason).raw("\"");
      html.raw(query.selection().reasons().contains(reason) ? " checked> " : "> ");
      html.text(reason).raw("</label>\n");
    }
    html.raw("</fieldset>\n");
    Selection selected = query.selection();
    field(
        DeadLetterQuery.FROM, "written from", selected.from() == null ? "" : selected.from(), "2h");
    field(
        DeadLetterQuery.TO,
        "written before",
        selected.to() == null ? "" : selected.to(),
        "2026-11-28T10:00:00Z");
    field(
        DeadLetterQuery.OFFSETS,
        "offsets of " + usersTopic,
        SelectedOffsets.format(selected.offsets()),
        "0:100-200,3:50-");
    field(DeadLetterQuery.KEY, "uuids", String.join(",", selected.keys()), "");
    html.raw("<input type=\"hidden\" name=\"span\" value=\"").text(query.span().code());
    html.raw("\">\n<p><button>Select</button> ");
    link(Selection.ALL, "Select all");
    html.raw("</p>\n</form>\n<p>").text(count(view.matching(), "dead letter"));
    html.raw(view.hasOlder() ? " of those above" : "");
    html.raw(view.matching() == 1 ? " is" : " are").raw(" selected. This command prints what ");
    html.raw("would be processed again. Without <code>--dryRun</code>, it does so.");
    html.raw(" Run it with the connection options of this job.</p>\n<pre><code id=\"command\">");
    html.text(view.command()).raw("</code></pre>\n</section>\n");
  }

  private void field(String name, String label, Object value, String example) {
    html.raw("<label class=\"field\">").text(label).raw(" <input name=\"" + name + "\" value=\"");
    html.text(value).raw("\" placeholder=\"").text(example).raw("\"></label>\n");
  }

  private void letters() {
    html.raw("<section>\n<h2 id=\"latest\">Latest dead letters</h2>\n");
    html.raw("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"latest\">\n");
    html.raw("<table class=\"letters\">\n<thead><tr>");
    for (String name : List.of("written", "origin", "key", "reason", "detail", "attempt")) {
      html.raw("<th scope=\"col\">").text(name).raw("</th>");
    }
    html.raw("</tr></thead>\n<tbody>\n");
    view.letters().forEach(this::letter);
    html.raw("</tbody>\n</table>\n</div>\n");
    if (view.matching() > view.letters().size()) {
      html.raw("<p class=\"quiet\">The newest ").text(view.letters().size());
      html.raw(" of ").text(number(view.matching())).raw(" are shown.</p>\n");
    }
    html.raw("</section>\n");
  }

  private void letter(DeadLetterEntry letter) {
    String written = Instant.ofEpochMilli(letter.writtenMs()).toString();
    html.raw("<tr><td><time datetime=\"").text(written).raw("\">");
    html.text(Instant.ofEpochMilli(letter.writtenMs()).truncatedTo(ChronoUnit.SECONDS));
    html.raw("</time></td><td>");
    origin(letter);
    html.raw("</td><td>").text(key(letter)).raw("</td><td>");
    link(Selection.ofReason(letter.reason()), letter.reason());
    html.raw("</td><td>").text(letter.detail()).raw("</td><td>");
    html.text(letter.attempt() == null ? "" : letter.attempt()).raw("</td></tr>\n");
  }

  /** The origin selects its dead letter, if {@code redrive} can select it. */
  private void origin(DeadLetterEntry letter) {
    DeadLetterEntry.Source origin = letter.origin();
    if (origin.hasOffset()) {
      String name = origin.topic() + "-" + origin.partition() + "@" + origin.offset();
      if (origin.topic().equals(usersTopic)) {
        link(Selection.ofRecord(origin.partition(), origin.offset()), name);
      } else {
        html.text(name);
      }
    } else if (letter.id() != null) {
      link(Selection.ofKey(letter.id()), origin.topic());
    } else {
      html.text(origin.topic());
    }
  }

  private static String key(DeadLetterEntry letter) {
    if (letter.id() != null) {
      return letter.id();
    }
    if (letter.encrypted()) {
      return "encrypted";
    }
    return letter.keyBytes() == null ? "none" : "not a uuid, " + count(letter.keyBytes(), "byte");
  }

  private void link(Selection selection, Object text) {
    link(query.parameters(selection), text);
  }

  private void link(ImmutableListMultimap<String, String> parameters, Object text) {
    html.link(QueryString.address(PATH, parameters), text);
  }

  private static String count(long number, String what) {
    return number(number) + " " + what + (number == 1 ? "" : "s");
  }

  private static String number(long number) {
    return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
  }
}
