package org.fhirserver.service.operation;

import java.util.Optional;

/**
 * What an operation answers.
 *
 * @param status the HTTP status
 * @param body the JSON of a resource
 * @param location the URL where the client finds what it asked for, if that is somewhere else
 */
public record OperationAnswer(int status, Optional<byte[]> body, Optional<String> location) {

  /** An answer with a status of its own. */
  public OperationAnswer(int status, Optional<byte[]> body) {
    this(status, body, Optional.empty());
  }

  /** 200 with a resource. */
  public static OperationAnswer ok(byte[] body) {
    return new OperationAnswer(200, Optional.of(body));
  }

  /**
   * 202.
   *
   * @param location where the client asks how far it has come
   */
  public static OperationAnswer accepted(String location, byte[] body) {
    return new OperationAnswer(202, Optional.of(body), Optional.of(location));
  }

  /** 204. */
  public static OperationAnswer noContent() {
    return new OperationAnswer(204, Optional.empty());
  }

  /**
   * 301.
   *
   * @param location the URL to ask instead
   * @param outcome the OperationOutcome that says why
   */
  public static OperationAnswer moved(String location, byte[] outcome) {
    return new OperationAnswer(301, Optional.of(outcome), Optional.of(location));
  }
}
