/** The command that shows what is in the topics, as JSON lines. */
package io.userstream.pipelines.tail;
