package io.userstream.tests.stack;

import java.util.List;

/**
 * What a server's JVM runs.
 *
 * @param classPath the server's own jars, joined by the system's path separator
 * @param jvmOptions heap, exports, system properties
 */
record ServerCommand(
    String classPath, List<String> jvmOptions, String mainClass, List<String> arguments) {
  ServerCommand {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }
}
