package io.userstream.tests.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a page, from its heading to the next heading of any level.
 *
 * @param page the page, relative to the checkout
 * @param heading the text of the heading
 */
record PageSection(String page, String heading) {

  /** Returns the commands of the section, with their lines in the page. */
  List<DocumentedCommand> commands() {
    return DocumentedCommand.in(page, text());
  }

  /** Returns the lines of the blocks that show output, which have no language. */
  List<String> output() {
    List<String> output = new ArrayList<>();
    String fence = null;
    for (String line : text().split("\n", -1)) {
      if (line.startsWith("```")) {
        fence = fence == null ? line : null;
      } else if ("```".equals(fence)) {
        output.add(line);
      }
    }
    return output;
  }

  @Override
  public String toString() {
    return page + ", " + heading;
  }

  /** Returns the page without the text of other sections. Lines keep their numbers. */
  private String text() {
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    boolean fenced = false;
    boolean found = false;
    for (String line : Pages.text(page).split("\n", -1)) {
      fenced ^= line.startsWith("```");
      // A comment in a shell block is no heading.
      if (!fenced && line.matches("#+ .*")) {
        inside = line.replaceFirst("#+ ", "").equals(heading);
        found |= inside;
      }
      text.append(inside ? line : "").append('\n');
    }
    if (!found) {
      throw new IllegalArgumentException(page + " has no heading " + heading);
    }
    return text.toString();
  }
}
