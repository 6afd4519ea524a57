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
 * Where a page starts: the sort values and the key of a resource next to it. It needs nothing kept
 * on the server, so it holds while others write, on another node and tomorrow.
 *
 * @param backwards whether the page ends before that resource; else it starts behind it
 * @param sortValues a Long or a String for each sort key, empty where the resource has no value;
 *     for types one after another the number of the type
 * @param resourceKey decides between equals
 */
public record PageCursor(boolean backwards, List<Optional<Object>> sortValues, long resourceKey) {
  private static final int MAX_LENGTH = 16_384;

  /** The place behind a resource. */
  public PageCursor(List<Optional<Object>> sortValues, long resourceKey) {
    this(false, sortValues, resourceKey);
  }

  /** The text that stands in a link. */
  public String encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBoolean(backwards);
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
   * @param order the order of the search that it belongs to
   * @throws FhirException INVALID if it is none of such a search
   */
  public static PageCursor decode(String text, PageOrder order) {
    if (text.length() > MAX_LENGTH) {
      throw invalid();
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
      byte direction = in.readByte();
      long resourceKey = in.readLong();
      List<Optional<Object>> values = new ArrayList<>();
      for (PageOrder.Value value : order.values()) {
        values.add(readValue(in, value));
      }
      if (in.read() >= 0 || direction < 0 || direction > 1 || !order.fits(values)) {
        throw invalid();
      }
      return new PageCursor(direction == 1, List.copyOf(values), resourceKey);
    } catch (IOException | IllegalArgumentException malformed) {
      throw invalid();
    }
  }

  private static Optional<Object> readValue(DataInputStream in, PageOrder.Value value)
      throws IOException {
    byte kind = in.readByte();
    if (kind == '0' && !value.isRequired()) {
      return Optional.empty();
    }
    if (kind == 'n' && value.isNumber()) {
      return Optional.of(in.readLong());
    }
    if (kind == 's' && !value.isNumber()) {
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
