package io.userstream.io.deadletters;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The part of one partition of the dead letter topic that was read before, as chunks in the order
 * of their offsets. Not thread-safe.
 */
final class KnownPart {
  private final TopicPartition partition;
  private final List<Chunk> chunks = new ArrayList<>();
  private long start;
  private long end;

  /** Starts an empty part. */
  KnownPart(TopicPartition partition, long start) {
    this.partition = partition;
    this.start = start;
    this.end = start;
  }

  /** Returns the offset up to which the partition was read. */
  long end() {
    return end;
  }

  /**
   * Finds dead letters: reads the known chunks that can hold them, and everything that is not known
   * yet.
   *
   * @param from the offset below which there is none of them
   * @param to the end of the partition
   */
  void lookUp(DeadLetterReader reader, long from, long to, AskedOrigins asked) {
    readKnown(reader, asked);
    if (from < start) { // The origins are older than those of all look-ups before.
      List<Chunk> older = new ArrayList<>(List.of(new Chunk(from)));
      readNew(reader, from, start, older, asked);
      chunks.addAll(0, older);
      start = from;
    }
    if (to > end) {
      if (chunks.isEmpty()) {
        chunks.add(new Chunk(end));
      }
      readNew(reader, end, to, chunks, asked);
      end = to;
    }
  }

  /** Reads adjacent chunks at once, because each seek discards what the consumer has fetched. */
  private void readKnown(DeadLetterReader reader, AskedOrigins asked) {
    List<Chunk> wanted = chunks.stream().filter(chunk -> chunk.mayHold(asked.spans())).toList();
    for (int i = 0; i < wanted.size(); ) {
      long first = wanted.get(i).start();
      long stop = wanted.get(i).stop();
      for (i++; i < wanted.size() && wanted.get(i).start() == stop; i++) {
        stop = wanted.get(i).stop();
      }
      reader.read(partition, first, stop, (offset, origin, appended) -> asked.found(origin));
    }
  }

  /** Adds what it reads to the last chunk, and to new ones after it. */
  private void readNew(
      DeadLetterReader reader, long from, long to, List<Chunk> written, AskedOrigins asked) {
    reader.read(
        partition,
        from,
        to,
        (offset, origin, appended) -> {
          Chunk last = written.get(written.size() - 1);
          if (last.isFull()) {
            last = new Chunk(last.stop());
            written.add(last);
          }
          last.add(offset, origin, appended);
          asked.found(origin);
        });
  }
}
