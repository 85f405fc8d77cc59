/** The pause and resume commands: give orders to all drivers of a consumer group. */
package io.userstream.pipelines.control;
