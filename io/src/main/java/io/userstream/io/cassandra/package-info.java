/** The users' table in Cassandra: what it looks like, and how it is reached. */
package io.userstream.io.cassandra;
