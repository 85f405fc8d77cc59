package io.userstream.pipelines.deadletters;

import com.google.common.html.HtmlEscapers;

/** Writes HTML. Everything that is not written by {@link #raw} is escaped. Not thread-safe. */
final class Html {
  private final StringBuilder html = new StringBuilder();

  /** Appends markup that contains no value. */
  Html raw(String markup) {
    html.append(markup);
    return this;
  }

  /** Appends text, also of an attribute in quotes. */
  Html text(Object text) {
    html.append(HtmlEscapers.htmlEscaper().escape(String.valueOf(text)));
    return this;
  }

  /** Appends a link. */
  Html link(String address, Object text) {
    return raw("<a href=\"").text(address).raw("\">").text(text).raw("</a>");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
