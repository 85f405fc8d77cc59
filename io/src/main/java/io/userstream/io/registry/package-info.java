/**
 * The schema registry: registers and finds Avro schemas by the few calls of Confluent's API that
 * the flow needs, which Apicurio and others serve too.
 */
package io.userstream.io.registry;
