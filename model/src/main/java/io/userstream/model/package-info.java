/**
 * Users: the values, the parsers for API responses and Kafka records, and the validation rules.
 * This package knows no servers and no runners.
 */
package io.userstream.model;
