package io.userstream.pipelines.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.Test;

public class LinesAboveTest {
  private static final String ERASE = "\r\u001b[K";

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final BottomLine bottom =
      new BottomLine(new Terminal(new PrintStream(written, true, UTF_8), 80));
  private final PrintStream above = new PrintStream(new LinesAbove(bottom), true, UTF_8);

  @Test
  public void aLineGoesWhereTheBarWasAndTheBarBelowIt() {
    bottom.accept("bar 1");
    above.println("first");
    bottom.accept("bar 2");

    assertThat(text(), is(ERASE + "bar 1" + ERASE + "first\nbar 1" + ERASE + "bar 2"));
  }

  @Test
  public void aLineThatIsNotCompleteWaitsForItsEnd() {
    bottom.accept("bar");
    above.print("one ");
    above.write('l');
    assertThat(text(), is(ERASE + "bar"));

    above.print("ine\nand the beginning of");

    assertThat(text(), is(ERASE + "bar" + ERASE + "one line\nbar"));
  }

  @Test
  public void theRestIsWrittenAfterTheBar() {
    bottom.accept("bar");
    above.print("no end");
    bottom.close();
    above.close();

    assertThat(text(), is(ERASE + "bar\nno end"));
  }

  @Test
  public void linesAreAsTheyAreWhileThereIsNoBar() {
    above.println("first");
    bottom.close();
    above.println("second");

    assertThat(text(), is("first\nsecond\n"));
  }

  private String text() {
    return written.toString(UTF_8);
  }
}
