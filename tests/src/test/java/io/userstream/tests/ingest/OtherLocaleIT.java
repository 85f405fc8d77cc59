package io.userstream.tests.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.flow.JobResult;
import java.util.Locale;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A process whose locale has digits of its own, in requests, statements and result lines. */
public class OtherLocaleIT extends RawStoreFlow {
  private final Locale before = Locale.getDefault();

  @Before
  public void changeLocale() {
    Locale.setDefault(new Locale("fa", "IR"));
  }

  @After
  public void restoreLocale() {
    Locale.setDefault(before);
  }

  @Test
  public void digitsAreThoseThatServersAndScriptsRead() {
    JobResult ingested = ingest("--users=1200", "--pageSize=500");
    assertThat(ingested.err(), ingested.exitCode(), is(0));
    assertThat(ingested.out(), containsString("published=1200 dead=0 raw=1200 unpublished=0"));

    JobResult stored = flow.storeAll();
    assertThat(stored.err(), stored.exitCode(), is(0));
    assertThat(stored.out(), containsString("stored: records=1200 "));

    JobResult reconciled = flow.run("reconcile");
    assertThat(reconciled.err(), reconciled.exitCode(), is(0));
    assertThat(reconciled.out(), containsString(" stored=1200 "));

    assertThat(flow.run("setup").out(), containsString("partitions=6"));
  }
}
