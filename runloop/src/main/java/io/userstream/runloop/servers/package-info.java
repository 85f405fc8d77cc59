/** What all outside systems share: how a server is waited for, and what is said when it fails. */
package io.userstream.runloop.servers;
