/** The setup command: creates topics, schema, keyspace and table. */
package io.userstream.pipelines.setup;
