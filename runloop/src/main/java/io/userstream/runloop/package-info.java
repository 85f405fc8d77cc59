/**
 * The run loop: plans a topic into fixed ranges of offsets as a member of a consumer group, and
 * runs bounded Beam pipelines over them. {@link io.userstream.runloop.RunLoop} is the entry point.
 * It depends on no other module of this project. This package and its subpackages {@code control},
 * {@code ranges}, {@code runner}, {@code metrics} and {@code servers} are the public API; {@code
 * GroupClient}, {@code RunWorkers}, {@code LoopTime} and {@code RunLoop.with} are for simulators
 * and may change in any release. This example archives a topic:
 *
 * <pre>{@code
 * static RunLoop loop(Options options, RunEngine engine) {
 *   return new RunLoop(
 *       RunLoopConfig.builder()
 *           .setTopic(options.getTopic())
 *           .setGroup(options.getGroup())
 *           .setClientProperties(Map.of("bootstrap.servers", options.getBootstrapServers()))
 *           .setMaxRunRecords(options.getMaxRunRecords())
 *           .setUntilDrained(options.getUntilDrained())
 *           .setEngine(engine)
 *           .build(),
 *       run -> pipeline(run, options));
 * }
 *
 * static Pipeline pipeline(Run run, Options options) {
 *   Pipeline pipeline = Pipeline.create(options);
 *   pipeline
 *       .apply(Ranges.of(run.ranges()).inBundles(run.bundles()))
 *       .apply(
 *           run.readRanges()
 *               .as(
 *                   archive(options.getArchive()),
 *                   ProducerRecordCoder.of(
 *                       StringUtf8Coder.of(), NullableCoder.of(ByteArrayCoder.of())))
 *               .onFailure(NumberFormatException.class, deadLetter(options.getDeadLetters())))
 *       .apply(
 *           KafkaIO.<String, byte[]>writeRecords()
 *               .withBootstrapServers(options.getBootstrapServers())
 *               .withKeySerializer(StringSerializer.class)
 *               .withValueSerializer(ByteArraySerializer.class));
 *   return pipeline;
 * }
 * }</pre>
 *
 * <h2>What it promises</h2>
 *
 * Every committed record of the topic goes through a pipeline that ended in state DONE before its
 * offset is committed. Nothing is skipped, whatever is killed. A record may go through more than
 * once. With a sink as described below, the result is as if it had gone through once.
 *
 * <h2>The protocol</h2>
 *
 * <ul>
 *   <li>Fixed ranges. The loop is a member of the consumer group that never reads a record. It
 *       plans new offsets of its partitions into runs over ranges. Every read of a range returns
 *       the same records, as long as the topic keeps them.
 *   <li>Commit last. The loop commits an offset when all ranges below it are done. The committed
 *       offsets, with the topic id in their metadata, are the only state, and any build continues
 *       from them.
 *   <li>Retry, never skip. The loop retries a failed run, split into smaller ones, after a pause,
 *       for as long as necessary, and starts nothing new meanwhile. Only expired records and the
 *       faults that {@code fatalFault} names end the loop.
 *   <li>One log. A recreated topic, a truncated log and records that expired before they were
 *       stored end the loop, and every later one, until somebody resets the offsets of the group.
 *   <li>Fencing. The group rejects the commits of a driver that has lost its partitions. Late
 *       writes of such a driver must not matter: see the sink.
 * </ul>
 *
 * <h2>What the sink must satisfy</h2>
 *
 * <ul>
 *   <li>Idempotent per record, such as an upsert with a key that follows from the record.
 *       Idempotent per range is not enough, because another driver cuts the same offsets into other
 *       ranges.
 *   <li>Durable when the pipeline is DONE: writes are flushed and acknowledged by then, and failed
 *       writes fail the pipeline.
 *   <li>If records with the same key differ, the newest wins by a comparison in the sink, for
 *       example of {@code SourceRecord.writeTimeMicros}. Several runs are in flight and a fenced
 *       driver may write late, so the order of the writes is not that of the offsets.
 *   <li>A sink that cannot absorb retries looks for earlier results if {@link
 *       io.userstream.runloop.Run#mayBeRetry} or {@code BundleRetries} returns true.
 * </ul>
 *
 * There is no state across runs: a pipeline that groups or windows does so within its run.
 *
 * <h2>The start</h2>
 *
 * Before {@code RunLoop.run} joins the group, it executes a run with the number 0 and an empty
 * range, in as many bundles as the engine has slots. Classes are then loaded and consumers are
 * connected when the first partitions come. Runners such as Spark's call a DoFn only if it has an
 * element, so a {@code RecordFn} that outputs something at the end of a bundle without records also
 * opens the sink. If the run fails, the loop logs a warning and continues, or ends if no retry can
 * fix the fault. A loop that drains its topic has no such run.
 *
 * <h2>Limits</h2>
 *
 * {@link io.userstream.runloop.RunLoopConfig} limits what is uncommitted at any time ({@code
 * maxRunRecords} times {@code maxRunsInFlight}), how often small runs start ({@code
 * minRunInterval}), how long a run may take ({@code hangTimeout}), and how long a stop or the move
 * of a partition waits for runs ({@code stopGrace}). The group reassigns the partitions of a killed
 * driver after {@code session.timeout.ms}, a client property that defaults to 10 s here.
 *
 * <h2>Threads</h2>
 *
 * A {@code RunLoop} is for one {@code run()} in one thread; {@code stop()} is safe from any thread.
 * As many threads at once as there are runs in flight call the {@code RunFactory}, the {@code
 * RunEngine} and the {@code SinkProbe}. The loop's thread calls {@code fatalFault} and the {@code
 * RunLoopListener}. Values are immutable.
 */
package io.userstream.runloop;
