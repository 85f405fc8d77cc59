package io.userstream.runloop;

/**
 * The end of a partition's log, as reported by its leader.
 *
 * @param offset the last stable offset
 * @param leaderEpoch the epoch of the leader; −1 if the broker does not report it
 */
public record LogEnd(long offset, int leaderEpoch) {}
