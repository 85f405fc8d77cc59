/** Decodes records of the users topic with the schemas of the registry. */
package io.userstream.io.decoding;
