package io.userstream.runloop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The causes of a fault. */
final class CausalChain {
  private CausalChain() {}

  /** Returns the fault and its causes, the innermost last. A cycle ends the list. */
  static List<Throwable> of(Throwable fault) {
    Set<Throwable> chain = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> inOrder = new ArrayList<>();
    for (Throwable cause = fault; cause != null && chain.add(cause); ) {
      inOrder.add(cause);
      cause = cause.getCause();
    }
    return Collections.unmodifiableList(inOrder);
  }

  /** Returns the innermost cause, the fault itself if it has none. */
  static Throwable root(Throwable fault) {
    List<Throwable> chain = of(fault);
    return chain.get(chain.size() - 1);
  }
}
