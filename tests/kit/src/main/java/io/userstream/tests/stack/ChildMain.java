package io.userstream.tests.stack;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs a server's main class in a child JVM that never outlives its parent. Standard input is a
 * pipe from the parent, and the kernel closes it whenever the parent ends, even by {@code kill -9}.
 *
 * <p>Depends only on the JDK and is a single class file, because it is the only class of this
 * project on a server's class path.
 */
public final class ChildMain {
  /** The byte that releases the child: it then outlives its parent. */
  static final int KEEP = 'K';

  private ChildMain() {}

  /**
   * Runs {@code args[0]}'s main method with the other arguments.
   *
   * @throws Exception if the main method throws it
   */
  public static void main(String[] args) throws Exception {
    // The terminal sends these signals to the whole process group, but only the parent may handle
    // them.
    ignoreSignal("INT");
    ignoreSignal("HUP");
    Thread watch = new Thread(ChildMain::dieWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(args[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      // Otherwise, non-daemon threads of a server that failed while starting would keep the JVM
      // alive.
      e.getCause().printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void dieWithParent() {
    try (FileInputStream in = new FileInputStream(FileDescriptor.in)) {
      int read = in.read();
      if (read == KEEP) {
        return;
      }
    } catch (IOException e) {
      // Equivalent to the end of the stream.
    }
    Runtime.getRuntime().halt(1);
  }

  /** Uses reflection, because javac's warning about sun.misc cannot be suppressed. */
  private static void ignoreSignal(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              handler.getField("SIG_IGN").get(null));
    } catch (ReflectiveOperationException e) {
      // Then the signal ends the child too, which would end shortly afterwards anyway.
    }
  }
}
