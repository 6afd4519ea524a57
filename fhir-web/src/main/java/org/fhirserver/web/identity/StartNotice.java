package org.fhirserver.web.identity;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger.Level;
import org.fhirserver.web.http.BaseUrl;
import org.fhirserver.web.security.SecuritySettings;

/** Shows at the start of a development server how to get and use the first token. */
public final class StartNotice implements ServletContextListener {
  private static final System.Logger LOG = System.getLogger(StartNotice.class.getName());

  @Inject private BaseUrl baseUrl;
  @Inject private SecuritySettings settings;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    if (settings.developmentProvider()) {
      LOG.log(Level.INFO, text(baseUrl.configured(), settings.ownIssuer()));
      LOG.log(
          Level.WARNING,
          "The development identity provider is on. Everybody knows its passwords: never use it in"
              + " production.");
    }
  }

  static String text(String baseUrl, String issuer) {
    return """
        FHIR server at %s
        Get a token:
          TOKEN=$(curl -s -u admin:admin-secret -d grant_type=client_credentials %s/oauth2/v1/token \
        | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
        Use it:
          curl -H "Authorization: Bearer $TOKEN" %s/Patient"""
        .formatted(baseUrl, issuer, baseUrl);
  }
}
