package io.userstream.tests;

/**
 * Category of integration tests that run on a Spark cluster, too: their outcome depends on the
 * runner. Everything that is decided before a pipeline is built is tested on DirectRunner only.
 */
public interface OnSpark {}
