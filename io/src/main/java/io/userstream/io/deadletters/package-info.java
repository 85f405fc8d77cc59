/** Dead letters: records and rows that cannot be processed, with their origin and the reason. */
package io.userstream.io.deadletters;
