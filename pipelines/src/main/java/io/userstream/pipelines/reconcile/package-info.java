/**
 * The command that proves the promise: compares the users topic, the table and the dead letters,
 * and counts published = stored + erased + dead + in flight.
 */
package io.userstream.pipelines.reconcile;
