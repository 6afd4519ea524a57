package org.fhirserver.service.operation;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceType;

/**
 * One call of an operation.
 *
 * @param method the HTTP method
 * @param type the resource type, but for the system level
 * @param id the logical id, on the levels of instance and version; not checked
 * @param version the version id, on the level of version; not checked
 * @param query the parameters of the URL, those of format taken out
 * @param body the resource in the body, checked: Parameters, or what the operation takes instead
 * @param lenient whether the client prefers lenient handling
 * @param uncheckedBody the JSON in the body as it was received, for an operation that {@linkplain
 *     Operation#readsUncheckedBody reads it itself}; the checked body is empty then
 */
public record OperationCall(
    OperationMethod method,
    Optional<ResourceType> type,
    Optional<String> id,
    Optional<String> version,
    List<QueryParameter> query,
    Optional<Element> body,
    boolean lenient,
    Optional<byte[]> uncheckedBody) {

  /** A call whose body has been checked. */
  public OperationCall(
      OperationMethod method,
      Optional<ResourceType> type,
      Optional<String> id,
      Optional<String> version,
      List<QueryParameter> query,
      Optional<Element> body,
      boolean lenient) {
    this(method, type, id, version, query, body, lenient, Optional.empty());
  }

  /** The same call with other parameters in the URL. */
  public OperationCall withQuery(List<QueryParameter> other) {
    return new OperationCall(method, type, id, version, other, body, lenient, uncheckedBody);
  }

  /** What it is called on. */
  public OperationLevel level() {
    if (type.isEmpty()) {
      return OperationLevel.SYSTEM;
    }
    if (id.isEmpty()) {
      return OperationLevel.TYPE;
    }
    return version.isEmpty() ? OperationLevel.INSTANCE : OperationLevel.VERSION;
  }
}
