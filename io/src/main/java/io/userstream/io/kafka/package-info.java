/**
 * Kafka as Userstream uses it: brokers are waited for, topics made and checked, fixed ranges of
 * offsets read, dead letters written. Nothing here knows users.
 */
package io.userstream.io.kafka;
