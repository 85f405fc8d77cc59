/**
 * The status of a running job: a page, metrics for Prometheus, and probes, served by a small HTTP
 * server in the job. It shows counts, times, offsets and reasons, but no values of records and no
 * secrets.
 */
package io.userstream.pipelines.status;
