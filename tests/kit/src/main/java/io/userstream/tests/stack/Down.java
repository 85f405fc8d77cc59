package io.userstream.tests.stack;

import java.nio.file.Path;
import java.util.List;

/** The command that stops the stacks of this checkout that were kept ({@code demo --keep}). */
public final class Down {
  private static final int USAGE = 2;

  private Down() {}

  /** Stops them and names each one; takes no arguments. */
  @SuppressWarnings("SystemOut") // A command for a terminal.
  public static void main(String[] arguments) {
    if (List.of(arguments).equals(List.of("--help"))) {
      System.out.println(
          "Usage: ./userstream down\n\nStops the servers that \"demo --keep\" left.");
      return;
    }
    if (arguments.length > 0) {
      System.err.println("userstream down: takes no options");
      System.exit(USAGE);
    }
    List<Path> stopped = LocalStack.down();
    stopped.forEach(directory -> System.out.println("stopped: " + directory.getFileName()));
    if (stopped.isEmpty()) {
      System.out.println("nothing to stop");
    }
  }
}
