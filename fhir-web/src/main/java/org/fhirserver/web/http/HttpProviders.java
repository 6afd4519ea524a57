package org.fhirserver.web.http;

import java.util.Set;

/** The JAX-RS providers of this package, which every application of this module lists. */
public final class HttpProviders {
  /** The providers. */
  public static final Set<Class<?>> CLASSES =
      Set.of(
          FormatFilter.class,
          FhirExceptionMapper.class,
          WebApplicationExceptionMapper.class,
          UnexpectedExceptionMapper.class);

  private HttpProviders() {}
}
