package io.userstream.pipelines.deadletters;

import static io.userstream.pipelines.deadletters.PageHtml.number;

import java.util.List;

/** The section of the page with reasons over time. Each number selects what it counts. */
final class ReasonTable {
  private static final int SHADES = 4;

  private final PageHtml html;
  private final DeadLetterQuery query;
  private final ReasonCounts counts;

  ReasonTable(PageHtml html, DeadLetterQuery query, ReasonCounts counts) {
    this.html = html;
    this.query = query;
    this.counts = counts;
  }

  void write() {
    html.raw("<section>\n<h2 id=\"reasons\">Reasons over time</h2>\n<p class=\"quiet\">last");
    for (Span span : Span.values()) {
      html.raw(span == query.span() ? " <b aria-current=\"true\">" : " ");
      html.link(query.parameters(span), span.code());
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
    html.raw(
        "<th scope=\"col\">all</th><th scope=\"col\">not redriven</th></tr></thead>\n<tbody>\n");
    counts.byReason().forEach(this::row);
    int notRedriven = ReasonCounts.sum(counts.notRedriven().values());
    row("all", counts.totals(), notRedriven, Selection.ALL, false);
    html.raw("</tbody>\n</table>\n</div>\n</section>\n");
  }

  private void row(String reason, List<Integer> ofReason) {
    int notRedriven = counts.notRedriven().getOrDefault(reason, 0);
    row(reason, ofReason, notRedriven, Selection.ofReason(reason), true);
  }

  private void row(
      String name, List<Integer> numbers, int notRedriven, Selection selection, boolean isShaded) {
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
    html.raw("<td>").text(number(ReasonCounts.sum(numbers))).raw("</td>");
    html.raw("<td>").text(number(notRedriven)).raw("</td></tr>\n");
  }

  /** Returns 0 for none, and up to {@value #SHADES} for the largest number. */
  private int shade(int number) {
    return number == 0 ? 0 : Math.max(1, SHADES * number / counts.most());
  }

  private void link(Selection selection, Object text) {
    html.link(query.parameters(selection), text);
  }
}
