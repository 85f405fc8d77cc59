/** The raw store: the PostgreSQL table {@code raw_users} with users as the API returned them. */
package io.userstream.io.postgres;
