package io.userstream.tests;

/**
 * Category of integration tests that {@code ./userstream test} runs: one for each promise, together
 * within a few minutes. The others run with {@code --all}.
 */
public interface Core {}
