/**
 * The job that takes the users topic into Cassandra: decode, batch, write; what cannot be decoded
 * becomes a dead letter.
 */
package io.userstream.pipelines.store;
