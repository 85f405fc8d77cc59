package io.userstream.io.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Collects a body, and fails as soon as it exceeds the limit. */
final class LimitedBodySubscriber implements BodySubscriber<byte[]> {
  private static final int BLOCK_BYTES = 1 << 16;

  private final int maxBytes;
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();

  /**
   * The blocks that were received, of which only the last may be incomplete. They are joined once
   * at the end, because a growing array needs up to three times the memory. They have a fixed size,
   * because a server may send its body in parts of one byte.
   */
  private final List<byte[]> blocks = new ArrayList<>();

  private int receivedBytes;
  private Flow.Subscription subscription;

  LimitedBodySubscriber(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (receivedBytes + buffer.remaining() > maxBytes) {
        subscription.cancel();
        blocks.clear();
        body.completeExceptionally(
            new IOException("the body is larger than " + maxBytes + " bytes"));
        return;
      }
      while (buffer.hasRemaining()) {
        int at = receivedBytes % BLOCK_BYTES;
        if (at == 0) {
          blocks.add(new byte[BLOCK_BYTES]);
        }
        int length = Math.min(buffer.remaining(), BLOCK_BYTES - at);
        buffer.get(blocks.get(blocks.size() - 1), at, length);
        receivedBytes += length;
      }
    }
  }

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    byte[] joined = new byte[receivedBytes];
    for (int i = 0; i < blocks.size(); i++) {
      int at = i * BLOCK_BYTES;
      System.arraycopy(blocks.get(i), 0, joined, at, Math.min(BLOCK_BYTES, receivedBytes - at));
    }
    body.complete(joined);
  }
}
