package io.userstream.peers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Counts the users of a topic whose last record has no equal row in {@code created_users}, in the
 * way that is common with Spark SQL: an anti-join of Kafka with the Cassandra connector, by the id
 * and a hash of the other columns. Prints {@code users=<number> missing=<number>}.
 *
 * <p>Unlike {@code reconcile}, it knows nothing of tombstones, dead letters, unreadable records and
 * the offsets of a group, and finds no rows that are in no topic.
 */
public final class AntiJoin {
  private AntiJoin() {}

  /**
   * Counts once.
   *
   * @param args bootstrap servers, topic, Cassandra's host and port, keyspace and table
   */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 6) {
      System.err.println(
          "usage: AntiJoin <bootstrapServers> <topic> <cassandraHost> <cassandraPort> <keyspace>"
              + " <table>");
      System.exit(2);
    }
    SparkSession spark =
        SparkSession.builder()
            .appName("anti-join")
            .config("spark.cassandra.connection.host", args[2])
            .config("spark.cassandra.connection.port", args[3])
            .getOrCreate();
    Observation seen = Observation.apply();
    Dataset<Row> records = lastRecords(spark, args[0], args[1]);
    String[] columns = records.columns();
    Dataset<Row> users = hashed(records, columns).observe(seen, count(lit(1)).as("users"));
    Dataset<Row> rows =
        hashed(
            spark
                .read()
                .format("org.apache.spark.sql.cassandra")
                .options(Map.of("keyspace", args[4], "table", args[5]))
                .load(),
            columns);
    Column equal =
        users.col("id").equalTo(rows.col("id")).and(users.col("hash").equalTo(rows.col("hash")));
    long missing = users.join(rows, equal, "left_anti").count();
    System.out.println("users=" + seen.getAsJava().get("users") + " missing=" + missing);
    spark.stop();
  }

  private static Dataset<Row> lastRecords(
      SparkSession spark, String bootstrapServers, String topic) {
    return spark
        .read()
        .format("kafka")
        .option("kafka.bootstrap.servers", bootstrapServers)
        .option("subscribe", topic)
        .load()
        .select(col("offset"), from_json(col("value").cast("string"), UserWire.schema()).as("user"))
        .where("user.id IS NOT NULL")
        // The records of a user are in one partition.
        .groupBy("user.id")
        .agg(max_by(col("user"), col("offset")).as("user"))
        .selectExpr(UserWire.COLUMNS.toArray(new String[0]));
  }

  /** Returns the id, and a hash of the other columns in this order. */
  private static Dataset<Row> hashed(Dataset<Row> users, String[] columns) {
    Column[] others =
        Arrays.stream(columns)
            .filter(name -> !name.equals("id"))
            .map(users::col)
            .toArray(Column[]::new);
    return users.select(col("id"), xxhash64(others).as("hash"));
  }
}
