/** The ingest job: users of the API into the users topic. */
package io.userstream.pipelines.ingest;
