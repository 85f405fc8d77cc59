package io.userstream.tests.stack;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs a server's main class in a child JVM that never outlives its parent: standard input is a
 * pipe from the parent, and the kernel closes it however the parent ends, {@code kill -9} included.
 *
 * <p>Depends on nothing but the JDK and is one class file: it is the only class of this project on
 * a server's class path.
 */
public final class ChildMain {
  /** The byte that sets the child free: it then outlives its parent. */
  static final int KEEP = 'K';

  private ChildMain() {}

  /**
   * Runs {@code args[0]}'s main method with the other arguments.
   *
   * @throws Exception what the main method threw
   */
  public static void main(String[] args) throws Exception {
    // The terminal sends these to the whole process group. The parent decides what they mean.
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
      // Non-daemon threads of a server that failed half-way must not keep it alive.
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
      // As good as the end of the stream.
    }
    Runtime.getRuntime().halt(1);
  }

  /** By reflection, because javac warns of sun.misc without a way to say that it is meant. */
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
      // Then the child ends at the signal too, which it would have done a moment later.
    }
  }
}
