/** The HTTP client for the API and the schema registry. */
package io.userstream.io.http;
