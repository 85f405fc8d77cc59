/**
 * Reads options once: {@link io.userstream.io.options.OptionReader} checks each value, collects all
 * problems and returns typed values. The package of each server contains its options and the value
 * that they are converted to.
 */
package io.userstream.io.options;
