package io.userstream.tests.stack;

import java.nio.file.Path;
import java.util.List;

/** The command that stops the kept stacks of this checkout ({@code demo --keep}). */
public final class Down {
  private static final int USAGE = 2;

  private Down() {}

  /** Stops the stacks and prints their names. Takes no arguments. */
  @SuppressWarnings("SystemOut") // A command-line program reports to the terminal.
  public static void main(String[] arguments) {
    if (List.of(arguments).equals(List.of("--help"))) {
      System.out.println(
          "Usage: ./userstream down\n\nStops the servers that \"demo --keep\" left running.");
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
