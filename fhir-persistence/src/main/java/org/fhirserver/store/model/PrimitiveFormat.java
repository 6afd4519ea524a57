package org.fhirserver.store.model;

import com.fasterxml.jackson.core.JsonToken;

/**
 * The formats of the primitive types.
 *
 * <p>Checked by hand-written loops: they run for every value of every resource, and the regular
 * expressions of the specification would take more time than all the rest of reading.
 *
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#primitive">Primitive types</a>
 */
enum PrimitiveFormat {
  NOT_PRIMITIVE(""),
  BASE64_BINARY("base64Binary"),
  BOOLEAN("boolean"),
  CANONICAL("canonical"),
  CODE("code"),
  DATE("date"),
  DATE_TIME("dateTime"),
  DECIMAL("decimal"),
  ID("id"),
  INSTANT("instant"),
  INTEGER("integer"),
  MARKDOWN("markdown"),
  OID("oid"),
  POSITIVE_INT("positiveInt"),
  STRING("string"),
  TIME("time"),
  UNSIGNED_INT("unsignedInt"),
  URI("uri"),
  URL("url"),
  UUID("uuid"),
  XHTML("xhtml");

  /** The most characters that a string may have. */
  private static final char FIRST_NONCHARACTER = '\ufffe';

  static final int LONGEST_STRING = 1024 * 1024;

  private static final int MOST_EXPONENT_DIGITS = 3;
  private static final int UUID_LENGTH = "urn:uuid:c757873d-ec9a-4326-a141-556f43239520".length();

  private final String typeName;

  PrimitiveFormat(String typeName) {
    this.typeName = typeName;
  }

  static PrimitiveFormat ofType(String typeName) {
    for (PrimitiveFormat format : values()) {
      if (format.typeName.equals(typeName)) {
        return format;
      }
    }
    throw new IllegalArgumentException("No format for type " + typeName);
  }

  /** Whether the token is of the JSON type that this primitive type is written as. */
  boolean isWrittenAs(JsonToken token) {
    return switch (this) {
      case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
      case DECIMAL -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
      case INTEGER, POSITIVE_INT, UNSIGNED_INT -> token.isNumeric();
      default -> token == JsonToken.VALUE_STRING;
    };
  }

  /** The JSON type in words. */
  String jsonType() {
    return switch (this) {
      case BOOLEAN -> "true or false";
      case DECIMAL, INTEGER, POSITIVE_INT, UNSIGNED_INT -> "a number";
      default -> "a string";
    };
  }

  /** Whether the JSON form is a string. */
  boolean isQuoted() {
    return switch (this) {
      case BOOLEAN, DECIMAL, INTEGER, POSITIVE_INT, UNSIGNED_INT -> false;
      default -> true;
    };
  }

  /** Whether a value of the right JSON type, not empty, has this format. */
  boolean accepts(String value) {
    return switch (this) {
      case STRING, MARKDOWN -> value.length() <= LONGEST_STRING && isText(value);
      case XHTML -> isText(value);
      case CODE -> isCode(value);
      case URI, URL, CANONICAL -> isUri(value);
      case DATE -> TemporalFormat.isDate(value);
      case DATE_TIME -> TemporalFormat.isDateTime(value);
      case INSTANT -> TemporalFormat.isInstant(value);
      case TIME -> TemporalFormat.isTime(value);
      case DECIMAL -> isDecimal(value);
      case INTEGER -> isInteger(value, Integer.MIN_VALUE);
      case UNSIGNED_INT -> isInteger(value, 0);
      case POSITIVE_INT -> isInteger(value, 1);
      case ID -> ResourceKey.isId(value);
      case OID -> isOid(value);
      case UUID -> isUuid(value);
      case BASE64_BINARY -> isBase64(value);
      case BOOLEAN -> true;
      case NOT_PRIMITIVE -> false;
    };
  }

  /** Whether a text, whatever JSON type it came from, has this format. */
  boolean acceptsText(String value) {
    return this == BOOLEAN
        ? value.equals("true") || value.equals("false")
        : !value.isEmpty() && accepts(value);
  }

  /** Whether all characters are such that XML has too. */
  private static boolean isText(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || c >= FIRST_NONCHARACTER) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!isPairAt(value, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isPairAt(String value, int index) {
    return Character.isHighSurrogate(value.charAt(index))
        && index + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(index + 1));
  }

  private static boolean isUri(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || (c > '~' && isNoCharacterOfUri(c))) {
        return false;
      }
    }
    return isText(value);
  }

  private static boolean isNoCharacterOfUri(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }

  private static boolean isCode(String value) {
    boolean isAfterSpace = true;
    for (int i = 0; i < value.length(); i++) {
      boolean isSpace = Character.isWhitespace(value.charAt(i));
      if (isSpace && isAfterSpace) {
        return false;
      }
      isAfterSpace = isSpace;
    }
    return !isAfterSpace && isText(value);
  }

  /** JSON has checked the form; an exponent of more digits would blow up whoever computes. */
  private static boolean isDecimal(String value) {
    int exponent = Math.max(value.indexOf('e'), value.indexOf('E'));
    if (exponent < 0) {
      return true;
    }
    int digits = value.length() - exponent - 1;
    char sign = value.charAt(exponent + 1);
    return (sign == '-' || sign == '+' ? digits - 1 : digits) <= MOST_EXPONENT_DIGITS;
  }

  private static boolean isInteger(String value, int least) {
    boolean isNegative = value.charAt(0) == '-';
    int start = isNegative ? 1 : 0;
    int digits = value.length() - start;
    if (digits == 0 || digits > 10 || (isNegative && value.charAt(1) == '0')) {
      return false;
    }
    long number = 0;
    for (int i = start; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      number = number * 10 + (c - '0');
    }
    long signed = isNegative ? -number : number;
    return signed >= least && signed <= Integer.MAX_VALUE;
  }

  private static boolean isOid(String value) {
    if (!value.startsWith("urn:oid:") || value.length() < 11) {
      return false;
    }
    char first = value.charAt(8);
    if (first < '0' || first > '2' || value.charAt(9) != '.') {
      return false;
    }
    boolean isStart = true;
    for (int i = 10; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      boolean isLeadingZero =
          isStart && c == '0' && i + 1 < value.length() && value.charAt(i + 1) != '.';
      if (isLeadingZero || (!isDigit && (c != '.' || isStart))) {
        return false;
      }
      isStart = c == '.';
    }
    return !isStart;
  }

  private static boolean isUuid(String value) {
    if (value.length() != UUID_LENGTH || !value.startsWith("urn:uuid:")) {
      return false;
    }
    for (int i = 9; i < UUID_LENGTH; i++) {
      char c = value.charAt(i);
      int place = i - 9;
      boolean isDash = place == 8 || place == 13 || place == 18 || place == 23;
      boolean isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (isDash ? c != '-' : !isHex) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBase64(String value) {
    int characters = 0;
    int padding = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        continue;
      }
      if (c == '=') {
        padding++;
      } else if (padding > 0 || !isBase64Digit(c)) {
        return false;
      }
      characters++;
    }
    return characters > 0 && characters % 4 == 0 && padding <= 2;
  }

  private static boolean isBase64Digit(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }
}
