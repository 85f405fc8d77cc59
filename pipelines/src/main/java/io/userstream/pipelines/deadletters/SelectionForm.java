package io.userstream.pipelines.deadletters;

import static io.userstream.pipelines.deadletters.PageHtml.count;

import io.userstream.io.kafka.SelectedOffsets;
import java.util.TreeSet;

/** The section of the page with the selection, and the command that processes it again. */
final class SelectionForm {
  private final PageHtml html;
  private final DeadLetterQuery query;
  private final DeadLetterView view;
  private final String usersTopic;

  SelectionForm(PageHtml html, DeadLetterQuery query, DeadLetterView view, String usersTopic) {
    this.html = html;
    this.query = query;
    this.view = view;
    this.usersTopic = usersTopic;
  }

  void write() {
    html.raw(
        "<section>\n<h2>Selection</h2>\n<form method=\"get\" action=\"" + PageHtml.PATH + "\">\n");
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
    html.link(query.parameters(Selection.ALL), "Select all");
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
}
