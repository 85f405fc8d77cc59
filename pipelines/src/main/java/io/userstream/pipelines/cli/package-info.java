/** The command line: commands, their options, exit codes and messages. */
package io.userstream.pipelines.cli;
