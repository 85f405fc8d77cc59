/** The check command: checks everything that a command needs before it runs. */
package io.userstream.pipelines.check;
