package io.userstream.pipelines.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.google.common.collect.ImmutableList;
import io.userstream.io.options.OneOf;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * An option, declared by a getter of an options interface.
 *
 * @param name without dashes
 */
record OptionProperty(String name, Method getter) {
  Class<?> type() {
    return getter.getReturnType();
  }

  /** Returns whether the option is a switch, which needs no value. */
  boolean isBoolean() {
    return type() == boolean.class || type() == Boolean.class;
  }

  /** The values that it takes; empty if they cannot be listed. */
  ImmutableList<String> values() {
    OneOf oneOf = getter().getAnnotation(OneOf.class);
    return oneOf == null
        ? ImmutableList.of()
        : Stream.of(oneOf.value().getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(ImmutableList.toImmutableList());
  }

  boolean isWholeNumber() {
    return type() == int.class
        || type() == Integer.class
        || type() == long.class
        || type() == Long.class;
  }

  /** Returns the options of an interface and its parents, by name. */
  static Map<String, OptionProperty> of(Class<? extends PipelineOptions> type) {
    TreeMap<String, OptionProperty> properties = new TreeMap<>();
    for (Method method : type.getMethods()) {
      String name = name(method);
      if (name != null && !Modifier.isStatic(method.getModifiers())) {
        properties.put(name, new OptionProperty(name, method));
      }
    }
    return properties;
  }

  /** Returns the options of an interface and Beam's registered options, by name. */
  static Map<String, OptionProperty> withBeam(Class<? extends PipelineOptions> type) {
    TreeMap<String, OptionProperty> properties = new TreeMap<>();
    PipelineOptionsFactory.getRegisteredOptions()
        .forEach(registered -> properties.putAll(of(registered)));
    properties.putAll(of(type));
    return properties;
  }

  private static String name(Method method) {
    if (method.getParameterCount() != 0 || method.isAnnotationPresent(JsonIgnore.class)) {
      return null;
    }
    String name = method.getName();
    for (String prefix : new String[] {"get", "is"}) {
      if (name.startsWith(prefix) && name.length() > prefix.length()) {
        String rest = name.substring(prefix.length());
        return java.beans.Introspector.decapitalize(rest);
      }
    }
    return null;
  }
}
