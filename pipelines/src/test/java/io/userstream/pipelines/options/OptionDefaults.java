package io.userstream.pipelines.options;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Pins the defaults of one options interface: all of them, so that none comes or goes unseen. */
public final class OptionDefaults {
  private OptionDefaults() {}

  /**
   * Compares the options that the interface itself declares with the given ones; an inherited
   * option is pinned where it is declared.
   *
   * @param defaults by name; the text {@code "none"} for an option without a default
   */
  public static void assertDefaults(
      Class<? extends PipelineOptions> type, Map<String, Object> defaults) {
    PipelineOptions options = PipelineOptionsFactory.create().as(type);
    Map<String, Object> actual = new TreeMap<>();
    for (Method method : type.getDeclaredMethods()) {
      if (method.getParameterCount() == 0) {
        String name = method.getName().replaceFirst("^(get|is)", "");
        actual.put(
            Character.toLowerCase(name.charAt(0)) + name.substring(1), value(method, options));
      }
    }
    assertThat(type.getSimpleName(), actual, is(new TreeMap<>(defaults)));
  }

  private static Object value(Method getter, PipelineOptions options) {
    try {
      Object value = getter.invoke(options);
      return value == null ? "none" : value;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(getter.toString(), e);
    }
  }
}
