package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.pipelines.reconcile.Places.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public final class PlacesTest {
  @Test
  public void positionsSurviveEncoding() {
    List<Place> added =
        List.of(
            new Place(3, 0, 7),
            new Place(3, Long.MAX_VALUE, Long.MIN_VALUE),
            new Place(-1, -1, -1),
            new Place(Integer.MAX_VALUE, 5, Long.MAX_VALUE),
            new Place(Integer.MIN_VALUE, Long.MIN_VALUE, 0),
            new Place(0, 5, 1));
    Places places = new Places();
    added.forEach(place -> places.add(place.partition(), place.offset(), place.timestampMs()));

    List<Place> read = new ArrayList<>();
    places.forEach(read::add);

    assertThat(read, is(added));
  }
}
