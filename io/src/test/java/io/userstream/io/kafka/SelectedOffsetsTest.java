package io.userstream.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.Test;

public class SelectedOffsetsTest {
  @Test
  public void formattedOffsetsAreParsedAgain() {
    String text = "0:100-200,3:50-";

    assertThat(SelectedOffsets.format(SelectedOffsets.parse(text)), is(text));
  }

  @Test
  public void theEndIsNotSelected() {
    SelectedOffsets offsets = new SelectedOffsets(100, 200L);

    assertThat(offsets.contains(99), is(false));
    assertThat(offsets.contains(100), is(true));
    assertThat(offsets.contains(199), is(true));
    assertThat(offsets.contains(200), is(false));
    assertThat(new SelectedOffsets(100, null).contains(Long.MAX_VALUE), is(true));
  }
}
