package org.fhirserver.service.validation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Loads the profile validator and the classes that talk to it. It sees the JDK, the validator's
 * jars and, of this server, nothing but the few types by which the two sides speak; and the server
 * sees nothing of what it loads.
 */
final class ValidatorClassLoader extends URLClassLoader {
  /** The package of the classes that talk to the validator. */
  static final String ADAPTER_PACKAGE = "org.fhirserver.service.validation.hapi.";

  private static final String ENGINE = ADAPTER_PACKAGE + "HapiEngine";

  private static final Set<String> SHARED =
      Set.of(
          DefinitionSource.class.getName(),
          Finding.class.getName(),
          ProfileValidator.class.getName());

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader server;

  /** A loader of these jars. */
  ValidatorClassLoader(List<URL> jars) {
    super("profile-validator", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.server = ValidatorClassLoader.class.getClassLoader();
  }

  /** A new engine: it makes validators that know the specification and one more source. */
  Function<DefinitionSource, ProfileValidator> newEngine() {
    return ThreadContext.with(
        this,
        () -> {
          try {
            @SuppressWarnings("unchecked") // its source is in this module
            Function<DefinitionSource, ProfileValidator> engine =
                (Function<DefinitionSource, ProfileValidator>)
                    loadClass(ENGINE).getDeclaredConstructor().newInstance();
            return engine;
          } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("The profile validator cannot be started", failure);
          }
        });
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return SHARED.contains(name) ? server.loadClass(name) : super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!name.startsWith(ADAPTER_PACKAGE)) {
      return super.findClass(name);
    }
    try (InputStream file = server.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = file.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException failure) {
      throw new ClassNotFoundException(name, failure);
    }
  }
}
