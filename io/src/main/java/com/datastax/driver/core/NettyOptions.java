package com.datastax.driver.core;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Replaces the driver's class of this name. The only difference: the event loop of a closed cluster
 * stops immediately instead of waiting two seconds for further work.
 *
 * <p>CassandraIO closes the cluster of a writer in teardown. A bundle whose writer is closed, such
 * as after a failure, would otherwise wait there. The driver supports other NettyOptions, but only
 * through a builder that CassandraIO does not expose.
 */
public class NettyOptions {
  public static final NettyOptions DEFAULT_INSTANCE = new NettyOptions();

  /** The same limit as in the driver's own class. */
  private static final int SHUTDOWN_TIMEOUT_SECONDS = 15;

  public EventLoopGroup eventLoopGroup(ThreadFactory threadFactory) {
    return NettyUtil.newEventLoopGroupInstance(threadFactory);
  }

  public Class<? extends SocketChannel> channelClass() {
    return NettyUtil.channelClass();
  }

  public void afterBootstrapInitialized(Bootstrap bootstrap) {
    bootstrap.option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
  }

  public void afterChannelInitialized(SocketChannel channel) throws Exception {}

  public void onClusterClose(EventLoopGroup eventLoopGroup) {
    eventLoopGroup
        .shutdownGracefully(0, SHUTDOWN_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .syncUninterruptibly();
  }

  public Timer timer(ThreadFactory threadFactory) {
    return new HashedWheelTimer(threadFactory);
  }

  public void onClusterClose(Timer timer) {
    var unused = timer.stop();
  }
}
