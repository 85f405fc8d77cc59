/**
 * Reading options once: {@link io.userstream.io.options.OptionReader} checks each value, collects
 * every problem, and returns typed values. Each package of a server has its options and the value
 * that they become.
 */
package io.userstream.io.options;
