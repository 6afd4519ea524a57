package org.fhirserver.service.validation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fhirserver.store.resource.TypeRevisions.TypeRevision;
import org.fhirserver.store.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * The profile validator, started when it is first asked for. Whoever asks while it starts waits.
 */
final class ValidatorEngine implements AutoCloseable {
  /** Tenants whose validators are kept; each needs some memory beside what all share. */
  private static final int MOST_TENANTS = 4;

  /** With this the validator reads all of the specification that every resource needs. */
  private static final String SMALL_RESOURCE =
      "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"first\"}}";

  private final Map<Tenant, Held> held = new LinkedHashMap<>(8, 0.75f, true);
  private @Nullable ValidatorJars jars;
  private @Nullable ValidatorClassLoader loader;
  private @Nullable Function<DefinitionSource, ProfileValidator> engine;

  private record Held(TypeRevision revision, ProfileValidator validator) {}

  /**
   * The validator for a tenant whose definitions are in that state.
   *
   * @param definitions where the tenant's definitions are found
   */
  synchronized ProfileValidator validator(
      Tenant tenant, TypeRevision revision, DefinitionSource definitions) {
    Held present = held.get(tenant);
    if (present != null && present.revision().equals(revision)) {
      return present.validator();
    }
    ValidatorClassLoader classes = loader();
    Function<DefinitionSource, ProfileValidator> maker = engine(classes);
    ProfileValidator made = ThreadContext.with(classes, () -> maker.apply(definitions));
    ProfileValidator validator =
        (json, profiles, isAbandoned) ->
            ThreadContext.with(classes, () -> made.validate(json, profiles, isAbandoned));
    validator.validate(SMALL_RESOURCE, List.of(), () -> false);
    held.put(tenant, new Held(revision, validator));
    if (held.size() > MOST_TENANTS) {
      held.remove(held.keySet().iterator().next());
    }
    return validator;
  }

  /** Whether it has been started and not released since. */
  synchronized boolean isStarted() {
    return engine != null;
  }

  /** Has the next one who asks wait for a new validator. */
  synchronized void discard(Tenant tenant) {
    held.remove(tenant);
  }

  /** Gives the memory back; the classes stay, since libraries seldom let go of theirs. */
  synchronized void release() {
    held.clear();
    engine = null;
  }

  /** Ends it for good and deletes its files. */
  @Override
  public synchronized void close() {
    release();
    try (ValidatorJars files = jars;
        ValidatorClassLoader classes = loader) {
      jars = null;
      loader = null;
    } catch (IOException failure) {
      throw new UncheckedIOException("The classes of the validator cannot be closed", failure);
    }
  }

  private ValidatorClassLoader loader() {
    ValidatorClassLoader present = loader;
    if (present == null) {
      ValidatorJars files = new ValidatorJars();
      jars = files;
      present = new ValidatorClassLoader(files.urls());
      loader = present;
    }
    return present;
  }

  private Function<DefinitionSource, ProfileValidator> engine(ValidatorClassLoader classes) {
    Function<DefinitionSource, ProfileValidator> present = engine;
    if (present == null) {
      present = classes.newEngine();
      engine = present;
    }
    return present;
  }
}
