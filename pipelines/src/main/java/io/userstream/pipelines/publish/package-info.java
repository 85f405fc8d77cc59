/** Users from the raw store into the users topic: for {@code publish}, and for {@code ingest}. */
package io.userstream.pipelines.publish;
