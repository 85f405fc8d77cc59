/**
 * Publishes users from the raw store to the users topic, for {@code publish} and {@code ingest}.
 */
package io.userstream.pipelines.publish;
