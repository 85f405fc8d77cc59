/** Tests with their own jobs on Beam's Spark runner. */
package io.userstream.tests.spark;
