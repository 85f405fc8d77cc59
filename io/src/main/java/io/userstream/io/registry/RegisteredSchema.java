package io.userstream.io.registry;

import org.apache.avro.Schema;

/**
 * A version of a subject.
 *
 * @param id what records carry that were written with it
 * @param version counted from 1 within the subject
 */
public record RegisteredSchema(int id, int version, Schema schema) {}
