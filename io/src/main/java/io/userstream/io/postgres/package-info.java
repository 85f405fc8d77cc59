/**
 * The table {@code raw_users} of PostgreSQL: users as the API gave them, before they are published.
 */
package io.userstream.io.postgres;
