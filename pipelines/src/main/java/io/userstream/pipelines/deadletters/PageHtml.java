package io.userstream.pipelines.deadletters;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.html.HtmlEscapers;
import java.text.NumberFormat;
import java.util.Locale;

/**
 * Writes the HTML of the page. Everything that is not written by {@link #raw} is escaped. Not
 * thread-safe.
 */
final class PageHtml {
  /** The address of the page, relative to the status page. */
  static final String PATH = "dead-letters";

  private final StringBuilder html = new StringBuilder();

  /** Appends markup that contains no value. */
  PageHtml raw(String markup) {
    html.append(markup);
    return this;
  }

  /** Appends text, also of an attribute in quotes. */
  PageHtml text(Object text) {
    html.append(HtmlEscapers.htmlEscaper().escape(String.valueOf(text)));
    return this;
  }

  /** Appends a link to the page with other parameters. */
  PageHtml link(ImmutableListMultimap<String, String> parameters, Object text) {
    return raw("<a href=\"")
        .text(QueryString.address(PATH, parameters))
        .raw("\">")
        .text(text)
        .raw("</a>");
  }

  /** Returns a number with its unit, such as {@code 1,000 bytes}. */
  static String count(long number, String unit) {
    return number(number) + " " + unit + (number == 1 ? "" : "s");
  }

  static String number(long number) {
    return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
