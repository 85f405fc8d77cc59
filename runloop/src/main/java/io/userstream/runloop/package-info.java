/**
 * The run loop: reads a topic as a member of a consumer group, cuts it into fixed ranges of
 * offsets, and runs a bounded Beam pipeline over each. {@link io.userstream.runloop.RunLoop} is the
 * entry point. It depends on no other module of this project. This package and its subpackages
 * {@code ranges}, {@code runner}, {@code metrics} and {@code servers} are the public API; {@code
 * GroupClient}, {@code RunWorkers}, {@code LoopTime} and {@code RunLoop.with} are for simulators
 * and may change in any release. This example archives a topic:
 *
 * <pre>{@code
 * static RunLoop loop(ArchiveOptions options, RunEngine engine) {
 *   return new RunLoop(
 *       RunLoopConfig.builder()
 *           .setTopic(options.getTopic())
 *           .setGroup(options.getGroup())
 *           .setClientProperties(Map.of("bootstrap.servers", options.getBootstrapServers()))
 *           .setMaxRunRecords(options.getMaxRunRecords())
 *           .setUntilDrained(options.getUntilDrained())
 *           .setEngine(engine)
 *           .build(),
 *       run -> archive(run, options));
 * }
 *
 * static Pipeline archive(Run run, ArchiveOptions options) {
 *   Pipeline pipeline = Pipeline.create(options);
 *   pipeline
 *       .apply(Ranges.of(run.ranges()))
 *       .apply(
 *           run.readRanges()
 *               .as(
 *                   (record, archived) -> archived.accept(KV.of(record.toString(), record.value())),
 *                   KvCoder.of(StringUtf8Coder.of(), NullableCoder.of(ByteArrayCoder.of()))))
 *       .apply(
 *           KafkaIO.<String, byte[]>write()
 *               .withBootstrapServers(options.getBootstrapServers())
 *               .withTopic(options.getArchive())
 *               .withKeySerializer(StringSerializer.class)
 *               .withValueSerializer(ByteArraySerializer.class));
 *   return pipeline;
 * }
 * }</pre>
 *
 * <h2>What it promises</h2>
 *
 * Every record of the topic (of transactions, the committed ones) goes through a pipeline that
 * ended in state DONE before its offset is committed: nothing is skipped, whatever is killed. A
 * record may go through more than once. With a sink as described below the result is as if it had
 * gone through once.
 *
 * <h2>The protocol</h2>
 *
 * <ul>
 *   <li>Fixed ranges. The loop is a member of the consumer group that never reads a record. It cuts
 *       what is new in its partitions into runs over ranges of offsets; a range is read alike
 *       however often it is read, as long as the topic keeps its records.
 *   <li>Commit last. An offset is committed when all ranges below it are done. The committed
 *       offsets, with the identity of their log in the metadata, are the only state, and any build
 *       continues from them.
 *   <li>Retry, never skip. The loop retries a failed run, cut into smaller ones, after a pause, for
 *       as long as it takes, and starts nothing new meanwhile. Only expired records and what {@code
 *       fatalFault} names end the loop.
 *   <li>One log. A topic that was recreated, a log that was truncated and records that expired
 *       before they were stored end the loop, and every later one, until a person resets the
 *       offsets of the group.
 *   <li>Fencing. The group refuses the commits of a driver whose partitions it has given away. What
 *       such a driver still writes must not matter: see the sink.
 * </ul>
 *
 * <h2>What the sink must satisfy</h2>
 *
 * <ul>
 *   <li>Idempotent for each record by itself, as an upsert under a key that follows from the
 *       record. Not for each range: another driver cuts the same offsets into other ranges.
 *   <li>Safe when the pipeline is DONE: what was written is flushed and acknowledged by then, and
 *       failed writes fail the pipeline.
 *   <li>Where records with the same key differ, the newest wins by a comparison in the sink, for
 *       example of {@code SourceRecord.writeTimeMicros}. Several runs are in flight and a fenced
 *       driver may write late, so the order of the writes is not that of the offsets.
 *   <li>A sink that cannot absorb repeats looks for what is there already when {@link
 *       io.userstream.runloop.Run#mayBeRetry} or {@code BundleRetries} says so.
 * </ul>
 *
 * There is no state from run to run: a pipeline that groups or windows does so within its run.
 *
 * <h2>Limits</h2>
 *
 * {@link io.userstream.runloop.RunLoopConfig} bounds what is uncommitted at any moment ({@code
 * maxRunRecords} times {@code maxRunsInFlight}), how often small runs start ({@code
 * minRunInterval}), how long one may take ({@code hangTimeout}) and how long a stop, and a
 * partition that moves, wait for runs ({@code stopGrace}). How soon a killed driver's partitions
 * move on is {@code session.timeout.ms} among the client properties, 10 s by default.
 *
 * <h2>Threads</h2>
 *
 * A {@code RunLoop} is for one {@code run()}, by one thread; {@code stop()} may come from any. The
 * {@code RunFactory}, the {@code RunEngine} and the {@code SinkProbe} are called by as many threads
 * at once as there are runs in flight; {@code fatalFault} and the {@code RunLoopListener} by the
 * loop's thread. Values are immutable.
 */
package io.userstream.runloop;
