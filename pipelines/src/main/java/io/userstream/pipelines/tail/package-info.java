/** The tail command: prints the contents of the topics as JSON lines. */
package io.userstream.pipelines.tail;
