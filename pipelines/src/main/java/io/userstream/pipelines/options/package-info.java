/**
 * Options that several jobs share, one interface for each outside system, and what is made of their
 * values: checks, client properties, connections, resolved secrets.
 */
package io.userstream.pipelines.options;
