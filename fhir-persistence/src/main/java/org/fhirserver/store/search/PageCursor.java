package org.fhirserver.store.search;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;

/**
 * The place behind the last resource of a page: its sort values and its key. It needs nothing kept
 * on the server, so it holds while others write, on another node and tomorrow.
 *
 * @param sortValues a Long or a String for each sort key, empty where the resource has no value
 * @param resourceKey decides between equals
 */
public record PageCursor(List<Optional<Object>> sortValues, long resourceKey) {
  private static final int MAX_LENGTH = 16_384;

  /** The text that stands in a link. */
  public String encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(resourceKey);
      for (Optional<Object> value : sortValues) {
        if (value.isEmpty()) {
          out.writeByte('0');
        } else if (value.get() instanceof Long number) {
          out.writeByte('n');
          out.writeLong(number);
        } else {
          out.writeByte('s');
          out.writeUTF((String) value.get());
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * The cursor that a text stands for.
   *
   * @param sort the sort keys of the search that it belongs to
   * @throws FhirException INVALID if it is none of such a search
   */
  public static PageCursor decode(String text, List<SortKey> sort) {
    if (text.length() > MAX_LENGTH) {
      throw invalid();
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
      long resourceKey = in.readLong();
      List<Optional<Object>> values = new ArrayList<>();
      for (SortKey key : sort) {
        values.add(readValue(in, key));
      }
      if (in.read() >= 0) {
        throw invalid();
      }
      return new PageCursor(List.copyOf(values), resourceKey);
    } catch (IOException | IllegalArgumentException malformed) {
      throw invalid();
    }
  }

  private static Optional<Object> readValue(DataInputStream in, SortKey key) throws IOException {
    byte kind = in.readByte();
    if (kind == '0') {
      return Optional.empty();
    }
    boolean number = SortValue.of(key).isNumber();
    if (kind == 'n' && number) {
      return Optional.of(in.readLong());
    }
    if (kind == 's' && !number) {
      return Optional.of(text(in.readUTF()));
    }
    throw invalid();
  }

  /** A forged cursor may hold what no database takes as text. */
  private static String text(String value) {
    if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw invalid();
    }
    return value;
  }

  private static FhirException invalid() {
    return FhirException.invalid("The continuation token is invalid.");
  }
}
