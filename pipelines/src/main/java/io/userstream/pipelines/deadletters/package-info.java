/**
 * The dead letter browser on the status page of {@code store}: reasons over time, the newest dead
 * letters, and the command that processes a selection of them again. Shows no personal data.
 */
package io.userstream.pipelines.deadletters;
