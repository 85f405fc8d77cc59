package io.userstream.tests;

/**
 * Category of integration tests that also run on a Spark cluster because their outcome depends on
 * the runner. Decisions that are made before a pipeline is built are tested on DirectRunner only.
 */
public interface OnSpark {}
