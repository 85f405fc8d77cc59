/**
 * How a running job shows how it stands: a page for people, metrics for Prometheus and probes for
 * whoever supervises it, all by one small HTTP server within the job. What is shown is counts,
 * times, offsets and reasons; never a value of a record, and no secret.
 */
package io.userstream.pipelines.status;
