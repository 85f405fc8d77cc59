package io.userstream.io.cassandra;

import io.userstream.model.UserChange;

/**
 * A change of a user with its write time. Immutable.
 *
 * @param writeTimeMicros microseconds since the epoch; the latest write of a user wins
 */
public record UserWrite(UserChange change, long writeTimeMicros) {}
