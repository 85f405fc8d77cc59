package io.userstream.runloop.runner;

import java.io.Serializable;

/** Tells a bundle that an earlier attempt may have processed its elements. Called on the worker. */
@FunctionalInterface
public interface BundleRetries extends Serializable {
  boolean mayBeRetry();
}
