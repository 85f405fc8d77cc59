package io.userstream.runloop;

/**
 * The end of a partition's log, as a leader has told it.
 *
 * @param offset the last stable offset
 * @param leaderEpoch the leader's epoch; −1 when the broker does not say it
 */
public record LogEnd(long offset, int leaderEpoch) {}
