package io.userstream.tests.upgrade;

import com.google.auto.value.processor.AutoValueProcessor;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.ProjectHome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A build of a later release: the sources of this build with the API's {@code timezone.description}
 * as an additional field and column. These edits are everything that such a change needs outside
 * the tests. Replace the field here once a release contains it.
 */
final class NewerBuild {
  private static final String HEAP = "-Xmx1g";
  private static final String MODEL = "model/src/main/java/io/userstream/model/";

  private static final List<Edit> EDITS =
      List.of(
          new Edit(
              "model/src/main/avro/user.avsc",
              "{\"name\": \"timezoneOffset\"",
              "{\"name\": \"timezoneDescription\", \"type\": [\"null\", \"string\"],"
                  + " \"default\": null},"),
          new Edit(
              MODEL + "WireField.java",
              " TIMEZONE_OFFSET(",
              "TIMEZONE_DESCRIPTION(\"timezoneDescription\", Kind.TEXT, false, 200,"
                  + " user -> user.address().timezoneDescription()),"),
          new Edit(
              MODEL + "ApiField.java",
              " OFFSET(",
              "TIMEZONE_DESCRIPTION(\"location.timezone.description\","
                  + " WireField.TIMEZONE_DESCRIPTION, Form.TEXT),"),
          new Edit(
              MODEL + "WireUser.java",
              ".setTimezoneOffset(",
              ".setTimezoneDescription(text(WireField.TIMEZONE_DESCRIPTION))"),
          new Edit(
              MODEL + "Address.java",
              "String timezoneOffset();",
              "@Nullable public abstract String timezoneDescription();"),
          new Edit(
              MODEL + "Address.java",
              "setTimezoneOffset(@Nullable",
              "public abstract Builder setTimezoneDescription(@Nullable String description);"),
          new Edit(
              "io/src/main/java/io/userstream/io/cassandra/CreatedUsersTable.java",
              "column(\"timezone_offset\"",
              "column(\"timezone_description\", TEXT,"
                  + " user -> user.address().timezoneDescription()),"));

  private NewerBuild() {}

  /** Compiles the newer build. Its classes precede those of this build on the class path. */
  static JobCommand in(Path directory) throws IOException {
    Path sources = Files.createDirectory(directory.resolve("sources"));
    Path classes = Files.createDirectory(directory.resolve("classes"));
    for (Edit edit : EDITS) {
      edit.apply(sources);
    }
    List<Path> edited = new ArrayList<>();
    for (String file : EDITS.stream().map(Edit::file).distinct().toList()) {
      if (file.endsWith(".avsc")) {
        Files.copy(sources.resolve(file), classes.resolve(Path.of(file).getFileName()));
      } else {
        edited.add(sources.resolve(file));
      }
    }
    compile(edited, classes);
    String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
    return JobCommand.of(classPath, List.of(HEAP), "io.userstream.pipelines.cli.Userstream");
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean isCompiled =
          compiler
              .getTask(
                  null,
                  files,
                  null,
                  List.of(
                      "-d",
                      classes.toString(),
                      "-nowarn",
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-processorpath",
                      jarOf(AutoValueProcessor.class)),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!isCompiled) {
        throw new IllegalStateException("the newer build does not compile");
      }
    }
  }

  private static String jarOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }

  /** Inserts a line into a source file after the only line that contains a text. */
  private record Edit(String file, String after, String line) {
    void apply(Path sources) throws IOException {
      Path edited = sources.resolve(file);
      Path before = Files.exists(edited) ? edited : ProjectHome.find().resolve(file);
      List<String> lines = Files.readAllLines(before);
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains(after)) {
          places.add(i);
        }
      }
      if (places.size() != 1) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s contains \"%s\" on %d lines, expected 1",
                file,
                after,
                places.size()));
      }
      lines.add(places.get(0) + 1, line);
      Files.createDirectories(edited.getParent());
      Files.writeString(edited, lines.stream().collect(Collectors.joining("\n")));
    }
  }
}
