package io.userstream.io.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values of an option that {@link OptionReader#choice} reads. Help, reference and completion
 * show them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OneOf {
  /** Returns the constants that the option takes, in lower case. */
  Class<? extends Enum<?>> value();
}
