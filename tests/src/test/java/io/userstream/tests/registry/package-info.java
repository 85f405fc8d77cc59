/** Tests of the schema registry's client on what a real registry cannot be made to answer. */
package io.userstream.tests.registry;
