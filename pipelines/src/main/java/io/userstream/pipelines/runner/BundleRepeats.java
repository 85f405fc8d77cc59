package io.userstream.pipelines.runner;

import java.io.Serializable;

/** Tells a bundle that it may not be the first to process its elements; asked on the worker. */
@FunctionalInterface
public interface BundleRepeats extends Serializable {
  boolean mayRepeat();
}
