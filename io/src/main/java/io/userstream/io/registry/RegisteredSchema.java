package io.userstream.io.registry;

import org.apache.avro.Schema;

/**
 * A version of a subject.
 *
 * @param id the id in records that were written with the schema
 * @param version the version within the subject, starting at 1
 */
public record RegisteredSchema(int id, int version, Schema schema) {}
