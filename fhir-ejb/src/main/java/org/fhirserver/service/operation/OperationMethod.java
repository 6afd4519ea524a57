package org.fhirserver.service.operation;

/** An HTTP method by which an operation is called. */
public enum OperationMethod {
  GET,
  POST,
  DELETE
}
