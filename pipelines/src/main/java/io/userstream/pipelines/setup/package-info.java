/** The command that makes what the jobs need on the servers: topics, schema, keyspace and table. */
package io.userstream.pipelines.setup;
