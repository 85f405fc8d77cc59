package io.userstream.runloop.runner;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps HotSpot's second compiler, C2, away from a driver. A driver only plans: it runs much code
 * seldom, so compiling it again for speed costs more than it saves.
 */
final class DriverCompiler {
  private static final Logger LOG = LoggerFactory.getLogger(DriverCompiler.class);

  /** The syntax of JEP 165, for methods that are not compiled yet. */
  private static final String DIRECTIVE = "[{match: \"*.*\", c2: {Exclude: true}}]";

  private DriverCompiler() {}

  /** Leaves the rest of this JVM's compilations to C1. Does nothing on other JVMs than HotSpot. */
  static void useC1Only() {
    try {
      Path file = Files.createTempFile("userstream", ".json");
      try {
        Files.writeString(file, DIRECTIVE);
        LOG.debug("{}", command("compilerDirectivesAdd", new String[] {file.toString()}));
      } finally {
        Files.delete(file);
      }
    } catch (IOException | JMException e) {
      LOG.debug("C2 stays in use", e);
    }
  }

  private static Object command(String name, String[] arguments) throws JMException {
    return ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            name,
            new Object[] {arguments},
            new String[] {String[].class.getName()});
  }
}
