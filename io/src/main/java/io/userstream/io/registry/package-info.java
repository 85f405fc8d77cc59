/**
 * The schema registry. Uses the few calls of Confluent's API that the flow needs, which Apicurio
 * and others also support.
 */
package io.userstream.io.registry;
