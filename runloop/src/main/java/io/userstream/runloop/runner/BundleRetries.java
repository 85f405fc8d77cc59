package io.userstream.runloop.runner;

import java.io.Serializable;

/** Tells a bundle that it may not be the first to process its elements; asked on the worker. */
@FunctionalInterface
public interface BundleRetries extends Serializable {
  boolean mayBeRetry();
}
