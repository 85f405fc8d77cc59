/** Shows the progress of a job on a terminal, as a bar below the log lines. */
package io.userstream.pipelines.progress;
