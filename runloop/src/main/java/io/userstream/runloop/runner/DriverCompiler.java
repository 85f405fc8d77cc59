package io.userstream.runloop.runner;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps HotSpot's second compiler, C2, away from a driver. A driver only plans: it runs a lot of
 * code, but each method rarely, so compiling it again for speed costs more than it saves.
 */
final class DriverCompiler {
  private static final Logger LOG = LoggerFactory.getLogger(DriverCompiler.class);

  /** The syntax of JEP 165, for methods that are not compiled yet. */
  private static final String DIRECTIVE = "[{match: \"*.*\", c2: {Exclude: true}}]";

  private static boolean done;

  private DriverCompiler() {}

  /**
   * Leaves the rest of this JVM's compilations to C1, for as long as the JVM lives. Does nothing if
   * it is not HotSpot, has no C1, or was told before.
   */
  static synchronized void useC1Only() {
    if (done) {
      return;
    }
    done = true;
    try {
      if (!usesBothCompilers()) {
        return;
      }
      Path file = Files.createTempFile("userstream", ".json");
      try {
        Files.writeString(file, DIRECTIVE);
        // The command is parsed like a line, so a path with blanks needs quotes.
        LOG.debug("{}", command("compilerDirectivesAdd", "\"" + file + "\""));
      } finally {
        Files.delete(file);
      }
    } catch (IOException | JMException | RuntimeException e) {
      LOG.debug("C2 stays in use", e);
    }
  }

  private static boolean usesBothCompilers() {
    HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return vm.getVMOption("TieredCompilation").getValue().equals("true")
        && vm.getVMOption("CompilationMode").getValue().equals("default");
  }

  private static Object command(String name, String argument) throws JMException {
    return ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            name,
            new Object[] {new String[] {argument}},
            new String[] {String[].class.getName()});
  }
}
