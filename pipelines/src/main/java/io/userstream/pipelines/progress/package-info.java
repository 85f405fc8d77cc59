/** Shows on a terminal how far a job is, as a bar below the lines of the log. */
package io.userstream.pipelines.progress;
