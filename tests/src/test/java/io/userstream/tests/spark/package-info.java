/** Jobs of the tests' own on Beam's Spark runner. */
package io.userstream.tests.spark;
