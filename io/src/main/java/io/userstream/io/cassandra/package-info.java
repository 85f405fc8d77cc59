/** The users table in Cassandra: its options, connection, columns and transforms. */
package io.userstream.io.cassandra;
