/** The ingest job: publishes users from the API to the users topic. */
package io.userstream.pipelines.ingest;
