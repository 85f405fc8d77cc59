/**
 * The store job: decodes the users topic and writes it to Cassandra in batches. Records that cannot
 * be decoded become dead letters.
 */
package io.userstream.pipelines.store;
