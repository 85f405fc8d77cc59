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
 * Stands in for the driver's class of this name, and differs from it in one thing: an event loop
 * whose connections are closed ends at once, and does not wait two seconds for further work.
 *
 * <p>CassandraIO opens a cluster for each writer of each run and closes it in teardown, so these
 * two seconds are what a small run would spend most of its time with. The driver has this class for
 * changing just that, but only through a builder that CassandraIO keeps to itself.
 */
public class NettyOptions {
  public static final NettyOptions DEFAULT_INSTANCE = new NettyOptions();

  /** As long as the driver's own class waits at the most. */
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
