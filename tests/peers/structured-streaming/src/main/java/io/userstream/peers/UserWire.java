package io.userstream.peers;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The JSON format of a user in the topic, and its conversion to a row of {@code created_users}. */
final class UserWire {
  /**
   * The columns of the table in order, as Spark SQL over the parsed value {@code user}. The
   * connector converts the id's text to a uuid. An address without any part is an empty text here
   * and null in {@code store}.
   */
  static final List<String> COLUMNS =
      List.of(
          "user.id AS id",
          "user.firstName AS first_name",
          "user.lastName AS last_name",
          "user.gender AS gender",
          "concat_ws(', ', user.street, user.city, user.state, user.country) AS address",
          "user.postcode AS post_code",
          "user.email AS email",
          "user.username AS username",
          "user.dateOfBirth AS dob",
          "user.registeredAt AS registered_date",
          "user.phone AS phone",
          "user.picture AS picture",
          "user.nationality AS nationality",
          "user.street AS street",
          "user.city AS city",
          "user.state AS state",
          "user.country AS country",
          "user.latitude AS latitude",
          "user.longitude AS longitude",
          "user.timezoneOffset AS timezone_offset",
          "user.cell AS cell",
          "user.seed AS seed",
          "user.page AS page",
          "user.index AS page_index",
          "user.fetchedAt AS fetched_at");

  private UserWire() {}

  /** The fields of the JSON object. ISO-8601 text becomes a timestamp. */
  static StructType schema() {
    return new StructType()
        .add("id", DataTypes.StringType)
        .add("firstName", DataTypes.StringType)
        .add("lastName", DataTypes.StringType)
        .add("gender", DataTypes.StringType)
        .add("street", DataTypes.StringType)
        .add("city", DataTypes.StringType)
        .add("state", DataTypes.StringType)
        .add("country", DataTypes.StringType)
        .add("postcode", DataTypes.StringType)
        .add("latitude", DataTypes.DoubleType)
        .add("longitude", DataTypes.DoubleType)
        .add("timezoneOffset", DataTypes.StringType)
        .add("email", DataTypes.StringType)
        .add("username", DataTypes.StringType)
        .add("dateOfBirth", DataTypes.TimestampType)
        .add("registeredAt", DataTypes.TimestampType)
        .add("phone", DataTypes.StringType)
        .add("cell", DataTypes.StringType)
        .add("nationality", DataTypes.StringType)
        .add("picture", DataTypes.StringType)
        .add("seed", DataTypes.StringType)
        .add("page", DataTypes.IntegerType)
        .add("index", DataTypes.IntegerType)
        .add("fetchedAt", DataTypes.TimestampType);
  }
}
