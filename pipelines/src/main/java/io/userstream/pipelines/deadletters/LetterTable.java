package io.userstream.pipelines.deadletters;

import static io.userstream.pipelines.deadletters.PageHtml.count;
import static io.userstream.pipelines.deadletters.PageHtml.number;

import io.userstream.io.deadletters.DeadLetterEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The section of the page with the newest dead letters of the selection. */
final class LetterTable {
  private final PageHtml html;
  private final DeadLetterQuery query;
  private final DeadLetterView view;
  private final String usersTopic;

  LetterTable(PageHtml html, DeadLetterQuery query, DeadLetterView view, String usersTopic) {
    this.html = html;
    this.query = query;
    this.view = view;
    this.usersTopic = usersTopic;
  }

  void write() {
    html.raw("<section>\n<h2 id=\"latest\">Latest dead letters</h2>\n");
    html.raw("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"latest\">\n");
    html.raw("<table class=\"letters\">\n<thead><tr>");
    for (String name :
        List.of("written", "origin", "key", "reason", "detail", "attempt", "redriven")) {
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
    html.text(letter.attempt() == null ? "" : letter.attempt()).raw("</td><td>");
    html.text(letter.isRedriven() ? "yes" : "").raw("</td></tr>\n");
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
    html.link(query.parameters(selection), text);
  }
}
