package io.userstream.io.http;

import com.google.common.base.Ascii;
import java.util.List;

/**
 * Finds the title or the visible text of an HTML page, in a time proportional to its length.
 * Regular expressions take minutes for a page that a hostile server made for them, or overflow the
 * stack.
 */
final class HtmlText {
  private static final List<String> FIRST_TAGS =
      List.of("<!doctype html", "<html", "<head", "<body");

  private static final List<String> INVISIBLE = List.of("script", "style", "head");

  private final String html;

  /** For searches that ignore case. Has the same length. */
  private final String lower;

  private final boolean[] isNeverClosed = new boolean[INVISIBLE.size()];

  private HtmlText(String html) {
    this.html = html;
    this.lower = Ascii.toLowerCase(html);
  }

  /** Returns the title of a page, or else its visible text. Returns any other text unchanged. */
  static String of(String text) {
    HtmlText html = new HtmlText(text);
    if (!html.isHtml()) {
      return text;
    }
    String title = html.title();
    return title.isEmpty() ? html.visible() : title;
  }

  /** Returns whether the text begins with a tag of a page, possibly after comments. */
  private boolean isHtml() {
    int at = 0;
    while (html.startsWith("<!--", at)) {
      int end = html.indexOf("-->", at);
      if (end < 0) {
        return false;
      }
      at = end + "-->".length();
      while (at < html.length() && Character.isWhitespace(html.charAt(at))) {
        at++;
      }
    }
    int start = at;
    return FIRST_TAGS.stream().anyMatch(tag -> isTag(tag, start));
  }

  private boolean isTag(String tag, int at) {
    int end = at + tag.length();
    return lower.startsWith(tag, at)
        && (end == lower.length() || !Character.isLetterOrDigit(lower.charAt(end)));
  }

  private String title() {
    int start = lower.indexOf("<title");
    int text = start < 0 ? -1 : lower.indexOf('>', start);
    int end = text < 0 ? -1 : lower.indexOf("</title>", text);
    return end < 0 ? "" : html.substring(text + 1, end).strip().replaceAll("\\s+", " ");
  }

  /** Returns the text with a line break for each tag, and without scripts and comments. */
  private String visible() {
    StringBuilder visible = new StringBuilder();
    int at = 0;
    while (at < html.length()) {
      int tag = html.indexOf('<', at);
      int end = tag < 0 ? -1 : endOfInvisible(tag);
      if (end < 0) {
        return visible.append(html, at, html.length()).toString().strip();
      }
      visible.append(html, at, tag).append('\n');
      at = end;
    }
    return visible.toString().strip();
  }

  /** Returns the end of the comment, script or tag that begins here, or -1 if it does not end. */
  private int endOfInvisible(int start) {
    if (html.startsWith("<!--", start)) {
      int end = html.indexOf("-->", start);
      return end < 0 ? -1 : end + "-->".length();
    }
    for (int i = 0; i < INVISIBLE.size(); i++) {
      if (!isNeverClosed[i] && isTag("<" + INVISIBLE.get(i), start)) {
        String close = "</" + INVISIBLE.get(i) + ">";
        int end = lower.indexOf(close, start);
        if (end >= 0) {
          return end + close.length();
        }
        isNeverClosed[i] = true;
      }
    }
    int end = html.indexOf('>', start);
    return end < 0 ? -1 : end + 1;
  }
}
