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
 * The job that {@code store} replaces: writes users from Kafka to {@code created_users} with
 * Structured Streaming and the Cassandra connector, in the way that is common for them. Runs until
 * it is stopped, and prints a line for each micro-batch, see {@link BatchProgress}.
 *
 * <p>Unlike {@code store}, it silently skips unreadable records and ignores tombstones. Rows have
 * the time of their write, so of two records of a user the one that is written last wins, which
 * after a failure may be the older one.
 *
 * <p>Set the connector with {@code spark-submit --conf spark.cassandra.output.…}. According to its
 * documentation, the defaults "have been set to achieve stability and not performance". With one
 * user per partition, they send every row as its own statement, five at a time per task.
 */
public final class StructuredStreamingStore {
  private StructuredStreamingStore() {}

  /**
   * Runs until the query fails or the process is stopped.
   *
   * @param args bootstrap servers, topic, Cassandra's host and port, keyspace, table, checkpoint
   *     directory, the maximum number of records in a micro-batch, and the minimum number of tasks
   *     that read it, where Spark's default is one for each partition of the topic
   */
  public static void main(String[] args) throws TimeoutException, StreamingQueryException {
    if (args.length != 9) {
      System.err.println(
          "usage: StructuredStreamingStore <bootstrapServers> <topic> <cassandraHost>"
              + " <cassandraPort> <keyspace> <table> <checkpointDirectory>"
              + " <maxOffsetsPerTrigger> <minPartitions>");
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
    users(spark, args[0], args[1], args[7], args[8])
        .writeStream()
        .option("checkpointLocation", args[6])
        .foreachBatch(write(table))
        // The default trigger starts the next micro-batch as soon as the last one is done.
        .start()
        .awaitTermination();
  }

  private static Dataset<Row> users(
      SparkSession spark,
      String bootstrapServers,
      String topic,
      String maxOffsetsPerTrigger,
      String minPartitions) {
    return spark
        .readStream()
        .format("kafka")
        .option("kafka.bootstrap.servers", bootstrapServers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .option("maxOffsetsPerTrigger", maxOffsetsPerTrigger)
        .option("minPartitions", minPartitions)
        .load()
        .select(from_json(col("value").cast("string"), UserWire.schema()).as("user"))
        // Cassandra rejects rows without a key: one bad record would stop the query forever.
        .where("user.id IS NOT NULL")
        .selectExpr(UserWire.COLUMNS.toArray(new String[0]));
  }

  /**
   * Uses foreachBatch instead of the connector's {@code writeStream()} sink, like Databricks' guide
   * for Cassandra and most existing code, because it accepts every option of the batch writer.
   */
  private static VoidFunction2<Dataset<Row>, Long> write(Map<String, String> table) {
    return (batch, id) ->
        batch.write().format("org.apache.spark.sql.cassandra").options(table).mode("append").save();
  }
}
