/** Shared by all clients of servers: waiting for a server, exceptions, back-off, repeated logs. */
package io.userstream.runloop.servers;
