/** The list of erased users, by keyed hashes of their ids. */
package io.userstream.io.erasures;
