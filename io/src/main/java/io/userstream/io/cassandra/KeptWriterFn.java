package io.userstream.io.cassandra;

import com.google.common.hash.Hashing;
import io.userstream.runloop.pool.BundlePool;
import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.util.SerializableUtils;

/**
 * Passes elements to the DoFn of {@code CassandraIO.write}, which is set up once and used for many
 * bundles, one at a time. It is torn down after a failure, or when it is not used anymore.
 */
final class KeptWriterFn<T> extends DoFn<T, Void> {
  private static final long serialVersionUID = 1L;

  private static final BundlePool<Kind<?>, Writer<?>> WRITERS =
      new BundlePool<>(kind -> new Writer<>(kind));

  private final Kind<T> kind;
  @Nullable private transient BundlePool<Kind<?>, Writer<?>>.Lease lease;
  @Nullable private transient Writer<T> writer;

  KeptWriterFn(DoFn<T, Void> fn) {
    kind = new Kind<>(fn);
  }

  /** Writers of equal kinds write to the same table in the same way. */
  Kind<T> kind() {
    return kind;
  }

  @StartBundle
  @SuppressWarnings("unchecked") // A writer has the type of its kind.
  public void startBundle() {
    lease = WRITERS.take(kind);
    writer = (Writer<T>) lease.connection();
  }

  @ProcessElement
  public void processElement(ProcessContext context) {
    writer.write(context);
  }

  @FinishBundle
  public void finishBundle() {
    writer.finishBundle();
    lease.giveBack();
    lease = null;
  }

  /** A lease that has not ended belongs to a bundle that failed. */
  @Teardown
  public void tearDown() {
    if (lease != null) {
      lease.discard();
      lease = null;
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.delegate(kind.fn);
  }

  /** A DoFn, equal to each of its copies. */
  static final class Kind<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final DoFn<T, Void> fn;
    private final String hash;

    Kind(DoFn<T, Void> fn) {
      this.fn = fn;
      hash = Hashing.sha256().hashBytes(SerializableUtils.serializeToByteArray(fn)).toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Kind<?> that && hash.equals(that.hash);
    }

    @Override
    public int hashCode() {
      return hash.hashCode();
    }
  }

  /** A DoFn that is set up. */
  private static final class Writer<T> implements AutoCloseable {
    private final DoFnInvoker<T, Void> invoker;

    Writer(Kind<T> kind) {
      invoker = DoFnInvokers.invokerFor(SerializableUtils.clone(kind.fn));
      invoker.invokeSetup(new Arguments<>(null));
    }

    void write(DoFn<T, Void>.ProcessContext context) {
      DoFn.ProcessContinuation unused = invoker.invokeProcessElement(new Arguments<>(context));
    }

    void finishBundle() {
      invoker.invokeFinishBundle(new Arguments<>(null));
    }

    @Override
    public void close() {
      invoker.invokeTeardown();
    }
  }

  /** The arguments of a DoFn whose only argument is the context of an element. */
  private static final class Arguments<T> extends DoFnInvoker.BaseArgumentProvider<T, Void> {
    @Nullable private final DoFn<T, Void>.ProcessContext context;

    Arguments(@Nullable DoFn<T, Void>.ProcessContext context) {
      this.context = context;
    }

    @Override
    public DoFn<T, Void>.ProcessContext processContext(DoFn<T, Void> fn) {
      return context;
    }

    @Override
    public String getErrorContext() {
      return "CassandraIO.write";
    }
  }
}
