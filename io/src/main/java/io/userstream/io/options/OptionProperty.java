package io.userstream.io.options;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation;

/**
 * An option, declared by a getter of an options interface.
 *
 * @param name without dashes
 */
public record OptionProperty(String name, Method getter) {
  /** Reflection takes most of the time of reading a command line. */
  private static final Map<Class<?>, ImmutableSortedMap<String, OptionProperty>> OWN =
      new ConcurrentHashMap<>();

  private static final Map<Class<?>, ImmutableSortedMap<String, OptionProperty>> WITH_BEAM =
      new ConcurrentHashMap<>();

  /** The type of its value. */
  public Class<?> type() {
    return getter.getReturnType();
  }

  /** Returns whether the option is a switch, which needs no value. */
  public boolean isBoolean() {
    return type() == boolean.class || type() == Boolean.class;
  }

  /** The values that it takes; empty if they cannot be listed. */
  public ImmutableList<String> values() {
    OneOf oneOf = getter().getAnnotation(OneOf.class);
    return oneOf == null
        ? ImmutableList.of()
        : Stream.of(oneOf.value().getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(ImmutableList.toImmutableList());
  }

  /** Returns whether its value is an int or a long. */
  public boolean isWholeNumber() {
    return type() == int.class
        || type() == Integer.class
        || type() == long.class
        || type() == Long.class;
  }

  /** Returns the default of the annotation; empty if there is none. */
  public Optional<Object> defaultValue() {
    for (Annotation annotation : getter.getAnnotations()) {
      Class<? extends Annotation> kind = annotation.annotationType();
      if (kind.getEnclosingClass() == Default.class && kind != Default.InstanceFactory.class) {
        try {
          return Optional.of(kind.getMethod("value").invoke(annotation));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("No value in " + kind, e);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns whether it must be set. */
  public boolean isRequired() {
    return getter.isAnnotationPresent(Validation.Required.class);
  }

  /** Returns the text of its {@code @Description}. */
  public String description() {
    Description description = getter.getAnnotation(Description.class);
    if (description == null) {
      throw new IllegalStateException("No @Description on " + getter);
    }
    return description.value();
  }

  /** Returns the options of an interface and its parents, by name. */
  private static Map<String, OptionProperty> of(Class<? extends PipelineOptions> type) {
    TreeMap<String, OptionProperty> properties = new TreeMap<>();
    for (Method method : type.getMethods()) {
      String name = name(method);
      if (name != null && !Modifier.isStatic(method.getModifiers())) {
        properties.put(name, new OptionProperty(name, method));
      }
    }
    return properties;
  }

  /** Returns the options of an interface without those of every Beam pipeline, by name. */
  public static ImmutableSortedMap<String, OptionProperty> own(
      Class<? extends PipelineOptions> type) {
    return OWN.computeIfAbsent(
        type,
        any -> {
          Map<String, OptionProperty> properties = of(type);
          properties.keySet().removeAll(of(PipelineOptions.class).keySet());
          return ImmutableSortedMap.copyOf(properties);
        });
  }

  /** Returns the options of an interface and Beam's registered options, by name. */
  public static ImmutableSortedMap<String, OptionProperty> withBeam(
      Class<? extends PipelineOptions> type) {
    return WITH_BEAM.computeIfAbsent(
        type,
        any -> {
          Map<String, OptionProperty> properties = new TreeMap<>();
          PipelineOptionsFactory.getRegisteredOptions()
              .forEach(registered -> properties.putAll(of(registered)));
          properties.putAll(of(type));
          return ImmutableSortedMap.copyOf(properties);
        });
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
