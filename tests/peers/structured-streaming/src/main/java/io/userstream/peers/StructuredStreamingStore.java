package io.userstream.peers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;

import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;

/**
 * The job that {@code store} replaces: users from Kafka into {@code created_users} by Structured
 * Streaming and the Cassandra connector, as its users write it. It runs until it is stopped, and
 * prints a line for each micro-batch, see {@link BatchProgress}.
 *
 * <p>What it does not do, and {@code store} does: it leaves out a record that it cannot read and
 * says nothing; it passes over tombstones; rows have the time of their write, so of two records of
 * one user the one that is written last stands, which after a failure may be the earlier.
 *
 * <p>The settings of the connector are those of {@code spark-submit --conf
 * spark.cassandra.output.…}. Its documentation says that the defaults "have been set to achieve
 * stability and not performance"; with a user a partition they send every row as a statement of its
 * own, five at a time and task.
 */
public final class StructuredStreamingStore {
  private StructuredStreamingStore() {}

  /**
   * Runs until the query fails or the process is stopped.
   *
   * @param args bootstrap servers, topic, Cassandra's host and port, keyspace, table, directory of
   *     the checkpoint, and how many records a micro-batch takes at the most
   */
  public static void main(String[] args) throws TimeoutException, StreamingQueryException {
    if (args.length != 8) {
      System.err.println(
          "usage: StructuredStreamingStore <bootstrapServers> <topic> <cassandraHost>"
              + " <cassandraPort> <keyspace> <table> <checkpointDirectory>"
              + " <maxOffsetsPerTrigger>");
      System.exit(2);
    }
    SparkSession spark =
        SparkSession.builder()
            .appName("structured-streaming-store")
            .config("spark.cassandra.connection.host", args[2])
            .config("spark.cassandra.connection.port", args[3])
            .getOrCreate();
    spark.streams().addListener(new BatchProgress());
    Map<String, String> table = Map.of("keyspace", args[4], "table", args[5]);
    users(spark, args[0], args[1], args[7])
        .writeStream()
        .option("checkpointLocation", args[6])
        .foreachBatch(write(table))
        // The default trigger: the next micro-batch as soon as the last is done.
        .start()
        .awaitTermination();
  }

  private static Dataset<Row> users(
      SparkSession spark, String bootstrapServers, String topic, String maxOffsetsPerTrigger) {
    return spark
        .readStream()
        .format("kafka")
        .option("kafka.bootstrap.servers", bootstrapServers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .option("maxOffsetsPerTrigger", maxOffsetsPerTrigger)
        .load()
        .select(from_json(col("value").cast("string"), UserWire.schema()).as("user"))
        // Cassandra takes no row without a key: one bad record would stop the query for ever.
        .where("user.id IS NOT NULL")
        .selectExpr(UserWire.COLUMNS.toArray(new String[0]));
  }

  /**
   * Not {@code writeStream().format("org.apache.spark.sql.cassandra")}, though the connector has
   * that sink: foreachBatch is what Databricks' guide shows for Cassandra, and what most code does,
   * since it takes every option of the batch writer.
   */
  private static VoidFunction2<Dataset<Row>, Long> write(Map<String, String> table) {
    return (batch, id) ->
        batch.write().format("org.apache.spark.sql.cassandra").options(table).mode("append").save();
  }
}
