package io.userstream.tests.stack;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The command of a child JVM: a server of the stack, or a job on it.
 *
 * @param classPath the child's jars, joined by the system's path separator
 * @param jvmOptions heap, exports and system properties
 * @param environment variables added to the environment of this JVM
 */
record ChildCommand(
    String classPath,
    List<String> jvmOptions,
    String mainClass,
    List<String> arguments,
    Map<String, String> environment,
    Path javaHome) {
  private static final Path THIS_JAVA = Path.of(System.getProperty("java.home"));

  /**
   * This JVM's Java, or the one that {@code -Duserstream.servers.java} names. Cassandra 5 and Spark
   * 3.5 need Java 17, while jobs may run on a newer one.
   */
  private static final Path JAVA_OF_SERVERS =
      Path.of(System.getProperty("userstream.servers.java", THIS_JAVA.toString()));

  ChildCommand {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** Creates the command of a server in the environment of this JVM. */
  ChildCommand(
      String classPath, List<String> jvmOptions, String mainClass, List<String> arguments) {
    this(classPath, jvmOptions, mainClass, arguments, Map.of());
  }

  /** Creates the command of a server. */
  ChildCommand(
      String classPath,
      List<String> jvmOptions,
      String mainClass,
      List<String> arguments,
      Map<String, String> environment) {
    this(classPath, jvmOptions, mainClass, arguments, environment, JAVA_OF_SERVERS);
  }

  /** Returns the same command on this JVM's Java, as a job without a cluster runs. */
  ChildCommand onThisJava() {
    return new ChildCommand(classPath, jvmOptions, mainClass, arguments, environment, THIS_JAVA);
  }

  private String java() {
    return javaHome.resolve("bin/java").toString();
  }

  /**
   * The first JVM option of every child. It identifies the owner of a process that is found later.
   */
  static String marker(Path stackDirectory) {
    return "-Duserstream.stack=" + stackDirectory;
  }

  /** Returns the same command with an additional JVM option, before the others. */
  ChildCommand withJvmOption(String option) {
    List<String> all = new ArrayList<>(List.of(option));
    all.addAll(jvmOptions);
    return new ChildCommand(classPath, all, mainClass, arguments, environment, javaHome);
  }

  /**
   * Returns the process to start, under {@link ChildMain}: it ends when this JVM ends.
   *
   * @param launcher the {@link LauncherJar}
   */
  ProcessBuilder process(Path stackDirectory, Path launcher) {
    List<String> line = new ArrayList<>(List.of(java(), marker(stackDirectory)));
    line.addAll(jvmOptions);
    line.addAll(List.of("-cp", classPath + File.pathSeparator + launcher));
    line.addAll(List.of(ChildMain.class.getName(), mainClass));
    line.addAll(arguments);
    ProcessBuilder process = new ProcessBuilder(line);
    process.environment().putAll(environment);
    return process;
  }

  /**
   * Returns the command as a shell script for another program to start. The script becomes the JVM,
   * appends its own arguments, and does not end with this JVM.
   */
  String script(Path stackDirectory) {
    StringBuilder script = new StringBuilder("#!/bin/sh\n");
    new TreeMap<>(environment)
        .forEach(
            (name, value) ->
                script
                    .append("export ")
                    .append(name)
                    .append('=')
                    .append(quoted(value))
                    .append('\n'));
    List<String> line = new ArrayList<>(List.of(java(), marker(stackDirectory)));
    line.addAll(jvmOptions);
    line.addAll(List.of("-cp", classPath, mainClass));
    line.addAll(arguments);
    return script
        .append("exec ")
        .append(line.stream().map(ChildCommand::quoted).collect(Collectors.joining(" ")))
        .append(" \"$@\"\n")
        .toString();
  }

  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
