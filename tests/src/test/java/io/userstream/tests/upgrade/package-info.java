/** Two builds of the project over the same servers. */
package io.userstream.tests.upgrade;
