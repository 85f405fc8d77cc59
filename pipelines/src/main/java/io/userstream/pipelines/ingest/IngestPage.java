package io.userstream.pipelines.ingest;

import java.util.Map;
import javax.annotation.Nullable;

/**
 * The state of an ingest job: each component is a field of {@code /status.json}. Moments are in
 * milliseconds since the epoch.
 *
 * @param source address and version of the API
 * @param rawStore whether raw users are stored first
 * @param asked the number of requested users; null if the job never ends
 * @param reason why the job is not ready; null if it is
 */
record IngestPage(
    Map<String, String> build,
    String topic,
    String source,
    boolean rawStore,
    @Nullable Long asked,
    long startedAt,
    long now,
    boolean ready,
    @Nullable String reason,
    long pages,
    long fetched,
    long published,
    long dead) {}
