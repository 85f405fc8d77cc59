package io.userstream.pipelines.reconcile;

import java.util.Map;
import javax.annotation.Nullable;

/**
 * The state of a continuous reconciliation: each component is a field of {@code /status.json}.
 * Moments are in milliseconds since the epoch.
 *
 * @param reason why the job is not ready; null if it is
 * @param lastLook null before the end of the first look
 */
record ReconcilePage(
    Map<String, String> build,
    String topic,
    String table,
    long startedAt,
    long now,
    boolean ready,
    @Nullable String reason,
    long looks,
    long compared,
    long differences,
    @Nullable Long lastLook) {}
