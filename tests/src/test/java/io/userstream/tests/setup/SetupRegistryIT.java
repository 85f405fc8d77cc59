package io.userstream.tests.setup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.model.UserAvro;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.UserSchemas;
import io.userstream.tests.stack.SharedStack;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.Test;

/**
 * Checks that setup registers the schema, leaves registered ones unchanged, and reports mismatches.
 */
public class SetupRegistryIT {
  private final Flow flow = Flow.on(SharedStack.get(), "schema").withSchemaRegistry();
  private final AvroPublisher registry = new AvroPublisher(flow);
  private final String subject = flow.topic() + "-value";

  @Test
  public void schemaIsRegisteredOnceAndConstrainsLaterVersions() {
    JobResult first = flow.run("setup");
    JobResult second = flow.run("setup");

    assertThat(first.err(), first.exitCode(), is(0));
    assertThat(
        first.out().lines().toList(),
        hasItem(
            matchesPattern(
                "schema "
                    + subject
                    + ": registered, version=1, id=[0-9]+, compatibility=BACKWARD_TRANSITIVE")));
    assertThat(
        second.out().lines().toList(),
        hasItem(
            matchesPattern(
                "schema "
                    + subject
                    + ": already exists, version=1, id=[0-9]+,"
                    + " compatibility=BACKWARD_TRANSITIVE")));
    assertThat(registry.register(subject, UserSchemas.incompatible()).status(), is(409));
    assertThat(registry.register(subject, UserSchemas.withOptional("nickname")).status(), is(200));
  }

  @Test
  public void versionOfTheSchemaIsPrintedWhenOthersExist() {
    registry.setCompatibility(subject, "BACKWARD_TRANSITIVE");
    registry.register(subject, UserSchemas.without("cell", "nationality"));

    JobResult first = flow.run("setup");

    assertThat(first.err(), first.exitCode(), is(0));
    assertThat(first.out(), containsString("schema " + subject + ": registered, version=2, id="));
  }

  @Test
  public void incompatibleSchemaIsUnchangedAndReported() {
    registry.setCompatibility(subject, "BACKWARD_TRANSITIVE");
    int id = registry.register(subject, UserSchemas.incompatible()).id();

    JobResult result = flow.run("setup");

    assertThat(result.exitCode(), is(1));
    assertThat(
        result.err().lines().toList(),
        contains(
            allOf(
                startsWith("userstream setup: Schema registry at "),
                containsString("rejected the schema of subject " + subject)),
            containsString("cannot read: version 1 (id " + id + "): ")));
    assertThat(
        result.out(), containsString("table " + flow.keyspace() + ".created_users: created"));
  }

  @Test
  public void anotherCompatibilityIsUnchangedAndReportedWithTheCommandThatChangesIt() {
    registry.register(subject, UserAvro.SCHEMA).id();
    registry.setCompatibility(subject, "FORWARD");

    JobResult result = flow.run("setup");

    assertThat(result.exitCode(), is(1));
    assertThat(
        result.err().lines().toList(),
        contains(
            allOf(
                containsString(
                    "Subject " + subject + " has compatibility FORWARD, which should be"),
                containsString("curl -X PUT"),
                containsString(flow.stack().schemaRegistry().url() + "/config/" + subject))));
  }

  @Test
  public void schemasOfTheTestsMatchTheirNames() {
    assertThat(
        SchemaCompatibility.checkReaderWriterCompatibility(
                UserSchemas.incompatible(), UserAvro.SCHEMA)
            .getType(),
        is(SchemaCompatibilityType.INCOMPATIBLE));
  }
}
