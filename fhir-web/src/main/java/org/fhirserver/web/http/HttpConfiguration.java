package org.fhirserver.web.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.fhirserver.service.search.LinkLimit;

/** The configuration of this package: keys, defaults and what is made of them. */
@ApplicationScoped
public class HttpConfiguration {
  /** The public URL of the FHIR endpoints. */
  public static final String BASE_URL = "fhir.base-url";

  private static final String DEFAULT_BASE_URL = "http://localhost:9080/fhir";
  private static final String TRUSTED_PROXIES = "fhir.trusted-proxies";
  private static final String MAX_BODY_SIZE = "fhir.request.max-body-size";
  private static final int DEFAULT_MAX_BODY_SIZE = 256 * 1024 * 1024;

  private static final String MAX_HEADERS_LENGTH = "fhir.request.max-headers-length";
  private static final int DEFAULT_MAX_HEADERS_LENGTH = 32 * 1024;

  /** The base URL as configured. */
  public static BaseUrl baseUrl(Config config) {
    return new BaseUrl(
        config.getOptionalValue(BASE_URL, String.class).orElse(DEFAULT_BASE_URL),
        config.getOptionalValues(TRUSTED_PROXIES, String.class).orElse(List.of()));
  }

  @Produces
  @Singleton
  BaseUrl produceBaseUrl(Config config) {
    return baseUrl(config);
  }

  @Produces
  @Singleton
  HeadLimits produceHeadLimits(Config config) {
    return new HeadLimits(
        config
            .getOptionalValue(LinkLimit.MAX_URL_LENGTH, Integer.class)
            .orElse(Integer.valueOf(LinkLimit.DEFAULT_MAX_URL_LENGTH)),
        config
            .getOptionalValue(MAX_HEADERS_LENGTH, Integer.class)
            .orElse(DEFAULT_MAX_HEADERS_LENGTH));
  }

  @Produces
  @Singleton
  BodyReader produceBodyReader(Config config) {
    return new BodyReader(
        config.getOptionalValue(MAX_BODY_SIZE, Integer.class).orElse(DEFAULT_MAX_BODY_SIZE));
  }
}
