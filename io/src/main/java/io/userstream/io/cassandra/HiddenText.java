package io.userstream.io.cassandra;

import java.io.Serializable;
import org.apache.beam.sdk.options.ValueProvider;

/** A value that logs and display data do not show. */
final class HiddenText implements ValueProvider<String>, Serializable {
  private static final long serialVersionUID = 1L;

  private final String text;

  HiddenText(String text) {
    this.text = text;
  }

  @Override
  public String get() {
    return text;
  }

  @Override
  public boolean isAccessible() {
    return true;
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
