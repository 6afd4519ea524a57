package org.fhirserver.service.bundle;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.fhirserver.service.view.ResourceView;
import org.fhirserver.store.model.InstantText;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Writes a Bundle by joining the stored bytes of its resources: none of them is parsed.
 *
 * @see <a href="https://hl7.org/fhir/R4/bundle.html">Bundle</a>
 */
public final class BundleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
  private boolean hasLink;
  private boolean hasEntry;

  /**
   * Starts a Bundle.
   *
   * @param type its type, a code
   * @param id its id
   * @param total the number of matches, if it is told
   */
  public BundleWriter(String type, String id, Instant lastUpdated, Optional<Long> total) {
    text("{\"resourceType\":\"Bundle\",\"id\":\"");
    text(id);
    text("\",\"meta\":{\"lastUpdated\":\"");
    text(InstantText.of(lastUpdated));
    text("\"},\"type\":\"");
    text(type);
    text("\"");
    total.ifPresent(number -> text(",\"total\":" + number));
  }

  /** Adds a link; all links come before the entries. */
  public void link(String relation, String url) {
    text(hasLink ? "," : ",\"link\":[");
    hasLink = true;
    text("{\"relation\":\"");
    text(relation);
    text("\",\"url\":");
    string(url);
    text("}");
  }

  /** Adds a resource that a search found. */
  public void match(String fullUrl, byte[] resource) {
    found(fullUrl, resource, "match");
  }

  /** Adds a resource that others refer to that a search found. */
  public void include(String fullUrl, byte[] resource) {
    found(fullUrl, resource, "include");
  }

  private void found(String fullUrl, byte[] resource, String mode) {
    startEntry();
    text("{\"fullUrl\":");
    string(fullUrl);
    text(",\"resource\":");
    out.writeBytes(resource);
    text(",\"search\":{\"mode\":\"");
    text(mode);
    text("\"}}");
  }

  /** Adds an OperationOutcome that tells something of the search itself. */
  public void outcome(byte[] operationOutcome) {
    startEntry();
    text("{\"resource\":");
    out.writeBytes(operationOutcome);
    text(",\"search\":{\"mode\":\"outcome\"}}");
  }

  /**
   * Adds what is to be told of a history itself: each entry of a history has a request, so this one
   * has the request for the history.
   */
  public void warning(String url, byte[] operationOutcome) {
    startEntry();
    text("{\"request\":{\"method\":\"GET\",\"url\":");
    string(url);
    text("},\"response\":{\"status\":\"200 OK\",\"outcome\":");
    out.writeBytes(operationOutcome);
    text("}}");
  }

  /** Adds a version of a history; a deletion stands without resource. */
  public void version(String baseUrl, ResourceVersion version, ResourceView view) {
    startEntry();
    text("{\"fullUrl\":");
    string(baseUrl + "/" + version.key());
    if (!version.isDeletion()) {
      text(",\"resource\":");
      out.writeBytes(view.apply(version.body()));
    }
    String url =
        switch (version.method()) {
          case POST -> version.key().type().typeName();
          case PUT, DELETE -> version.key().toString();
        };
    text(",\"request\":{\"method\":\"" + version.method() + "\",\"url\":\"" + url + "\"}");
    String status =
        switch (version.method()) {
          case POST -> "201 Created";
          case PUT -> version.version() == 1 ? "201 Created" : "200 OK";
          case DELETE -> "204 No Content";
        };
    text(",");
    response(new EntryResponse(status, Optional.empty(), Optional.of(version), Optional.empty()));
    text("}");
  }

  /** Adds the answer to an entry of a transaction or batch. */
  public void answer(EntryAnswer answer) {
    startEntry();
    text("{");
    answer
        .resource()
        .ifPresent(
            resource -> {
              text("\"resource\":");
              out.writeBytes(resource);
              text(",");
            });
    response(answer.response());
    text("}");
  }

  private void response(EntryResponse response) {
    text("\"response\":{\"status\":\"");
    text(response.status());
    text("\"");
    response
        .location()
        .ifPresent(
            location -> {
              text(",\"location\":");
              string(location);
            });
    response
        .version()
        .ifPresent(
            version ->
                text(
                    ",\"etag\":\"W/\\\""
                        + version.version()
                        + "\\\"\",\"lastModified\":\""
                        + InstantText.of(version.lastUpdated())
                        + "\""));
    response
        .outcome()
        .ifPresent(
            outcome -> {
              text(",\"outcome\":");
              out.writeBytes(outcome);
            });
    text("}");
  }

  /** Ends the Bundle: its UTF-8 bytes. */
  public byte[] toBytes() {
    text(hasEntry || hasLink ? "]}" : "}");
    return out.toByteArray();
  }

  private void startEntry() {
    if (hasEntry) {
      text(",");
      return;
    }
    text(hasLink ? "],\"entry\":[" : ",\"entry\":[");
    hasEntry = true;
  }

  private void text(String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a quoted string; URLs seldom have anything to escape. */
  private void string(String value) {
    out.write('"');
    out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(value));
    out.write('"');
  }
}
