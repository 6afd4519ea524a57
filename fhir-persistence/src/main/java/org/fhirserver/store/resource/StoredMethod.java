package org.fhirserver.store.resource;

/**
 * The HTTP method by which a version came to be, as history tells it.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
public enum StoredMethod {
  POST(1),
  PUT(2),
  DELETE(3);

  private final short number;

  StoredMethod(int number) {
    this.number = (short) number;
  }

  /** The number that stands for it in the database. */
  public short number() {
    return number;
  }

  /** The method of that number. */
  public static StoredMethod numbered(short number) {
    return values()[number - 1];
  }
}
