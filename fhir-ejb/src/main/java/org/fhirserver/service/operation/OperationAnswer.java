package org.fhirserver.service.operation;

import java.util.Optional;

/**
 * What an operation answers.
 *
 * @param status the HTTP status
 * @param body the JSON of a resource
 */
public record OperationAnswer(int status, Optional<byte[]> body) {

  /** 200 with a resource. */
  public static OperationAnswer ok(byte[] body) {
    return new OperationAnswer(200, Optional.of(body));
  }

  /** 204. */
  public static OperationAnswer noContent() {
    return new OperationAnswer(204, Optional.empty());
  }
}
