package io.userstream.tests.arguments;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.Optional;
import org.junit.Test;

public class ArgumentsTest {
  @Test
  public void valuesAreReadByName() {
    Arguments arguments = Arguments.of("--users=7", "--seed=a=b", "--keep");

    assertThat(arguments.number("users", 1, 0, 10), is(7L));
    assertThat(arguments.text("seed"), is(Optional.of("a=b")));
    assertThat(arguments.flag("keep"), is(true));
    assertThat(arguments.problems(), is(empty()));
  }

  @Test
  public void missingOptionsHaveDefaults() {
    Arguments arguments = Arguments.of();

    assertThat(arguments.number("users", 1, 0, 10), is(1L));
    assertThat(arguments.number("seed", 0, 10), is(Optional.empty()));
    assertThat(arguments.text("source"), is(Optional.empty()));
    assertThat(arguments.flag("keep"), is(false));
    assertThat(arguments.problems(), is(empty()));
  }

  @Test
  public void everyProblemIsReported() {
    Arguments arguments =
        Arguments.of(
            "--users=many", "--poison=11", "--seed=", "--keep=yes", "--users=1", "x", "--y");

    assertThat(arguments.number("users", 1, 0, 10), is(1L));
    assertThat(arguments.number("poison", 2, 0, 10), is(2L));
    assertThat(arguments.text("seed"), is(Optional.empty()));
    assertThat(arguments.flag("keep"), is(true));
    assertThat(arguments.required("topic"), is(""));
    assertThat(
        arguments.problems(),
        contains(
            "--users: is given more than once",
            "x: unexpected argument; options look like --name=value",
            "--users=many: must be a whole number from 0 to 10",
            "--poison=11: must be a whole number from 0 to 10",
            "--seed: needs a value: --seed=VALUE",
            "--keep: takes no value",
            "--topic: is missing",
            "--y: no such option"));
  }
}
