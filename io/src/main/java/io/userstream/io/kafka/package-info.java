/**
 * Kafka as Userstream uses it: fixed ranges of offsets are read, dead letters are written. Nothing
 * here knows users.
 */
package io.userstream.io.kafka;
