/**
 * The reconcile command: compares the users topic, the table and the dead letters, and verifies
 * that published = stored + erased + dead + in flight.
 */
package io.userstream.pipelines.reconcile;
