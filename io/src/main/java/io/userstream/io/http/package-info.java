/** The HTTP client of the API and of the schema registry. */
package io.userstream.io.http;
