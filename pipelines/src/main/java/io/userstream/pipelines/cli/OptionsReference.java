package io.userstream.pipelines.cli;

import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** The reference of all options, made from the annotations of the options interfaces. */
final class OptionsReference {
  private OptionsReference() {}

  /** Returns the whole reference; the same text for the same code. */
  static String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Options\n\n")
        .append(
            "<!-- Made by `./userstream options > docs/options.md`; a test compares it. -->\n\n")
        .append("Every option is `--name=value`; `--some-name` is the same as `--someName`. ")
        .append("Beside those listed here each command takes\n`--help`, `--verbose` (more in the ")
        .append("log, stack traces) and the options of Beam and of its runner, as\n")
        .append(
            "`--runner=DirectRunner` (the default) or `--targetParallelism=4`. Durations are"
                + " written `500ms`, `90s`, `5m`,\n"
                + "`1h`; ")
        .append("secrets by reference, `env:NAME` or `file:PATH`.\n\n")
        .append("An option that is not on the command line is read from the environment: ")
        .append(
            "`USERSTREAM_MAX_RUN_RECORDS=1000` is\n`--maxRunRecords=1000`. An option that is in ")
        .append("neither is read from the file of `--options=FILE` (or `USERSTREAM_OPTIONS`),\n")
        .append("which has a line `maxRunRecords=1000`. One environment and one file serve all ")
        .append("commands: each takes its own options. See\n")
        .append("[Running single jobs](jobs.md#options).\n");
    for (Command<?> command : Commands.ALL) {
      text.append(section(command));
    }
    return text.toString();
  }

  private static String section(Command<?> command) {
    StringBuilder text = new StringBuilder();
    text.append("\n## ").append(command.name()).append("\n\n");
    text.append(capitalised(command.summary())).append(".\n");
    Map<String, OptionProperty> properties = own(command);
    if (properties.isEmpty()) {
      return text.append("\nNo options of its own.\n").toString();
    }
    text.append("\n| option | type | default | what it is |\n|---|---|---|---|\n");
    for (OptionProperty property : properties.values()) {
      text.append(
          String.format(
              "| `--%s` | %s | %s | %s |\n",
              property.name(), type(property), defaultValue(property), description(property)));
    }
    return text.toString();
  }

  /** The command's options without Beam's. */
  static Map<String, OptionProperty> own(Command<?> command) {
    Map<String, OptionProperty> properties = OptionProperty.of(command.optionsType());
    properties.keySet().removeAll(OptionProperty.of(PipelineOptions.class).keySet());
    return properties;
  }

  private static String type(OptionProperty property) {
    Class<?> type = property.type();
    if (property.isWholeNumber()) {
      return "whole number";
    }
    if (property.isBoolean()) {
      return "switch";
    }
    if (type == double.class || type == Double.class) {
      return "number";
    }
    if (!property.values().isEmpty()) {
      return property.values().stream()
          .map(value -> "`" + value + "`")
          .collect(Collectors.joining(", "));
    }
    return java.util.Collection.class.isAssignableFrom(type) ? "list" : "text";
  }

  /** {@code =value} for an option with a default, else an empty text. */
  static String plainDefault(OptionProperty property) {
    return annotatedDefault(property).map(value -> "=" + value).orElse("");
  }

  private static String defaultValue(OptionProperty property) {
    if (property.getter().isAnnotationPresent(Validation.Required.class)) {
      return "required";
    }
    return annotatedDefault(property)
        .map(value -> "`" + value + "`")
        .orElse(property.isBoolean() ? "`false`" : "");
  }

  private static Optional<Object> annotatedDefault(OptionProperty property) {
    for (Annotation annotation : property.getter().getAnnotations()) {
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

  static String description(OptionProperty property) {
    Description description = property.getter().getAnnotation(Description.class);
    if (description == null) {
      throw new IllegalStateException("No @Description on " + property.getter());
    }
    return description.value().replace("|", "\\|");
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
