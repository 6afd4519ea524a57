package org.fhirserver.store.fhirpath;

import java.util.List;
import org.fhirserver.store.model.Element;

/**
 * True, false, or that it cannot be told.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/#boolean-logic">Boolean logic</a>
 */
public enum Truth {
  TRUE,
  FALSE,
  UNKNOWN;

  static Truth of(boolean truth) {
    return truth ? TRUE : FALSE;
  }

  /** What a collection says where a truth is needed: a single value that is no boolean is true. */
  static Truth of(List<Element> found) {
    if (found.size() != 1) {
      return UNKNOWN;
    }
    Element only = found.get(0);
    if (ValueKind.of(only.type()) != ValueKind.BOOLEAN) {
      return TRUE;
    }
    String value = only.value().orElse("");
    return value.isEmpty() ? UNKNOWN : of(value.equals("true"));
  }

  Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
