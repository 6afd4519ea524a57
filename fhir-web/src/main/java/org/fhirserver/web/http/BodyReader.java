package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;

/**
 * Reads bodies of requests into memory, never more than the limit, also when they are compressed.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types and encodings</a>
 */
public final class BodyReader {
  /** Up to this length the memory is taken in one piece on the client's word. */
  private static final int TRUSTED_LENGTH = 1 << 16;

  private final int maxSize;

  /**
   * A reader with a limit.
   *
   * @param maxSize how many bytes a body may have, after decompression
   */
  public BodyReader(int maxSize) {
    this.maxSize = maxSize;
  }

  /**
   * Refuses characters that take more bytes than they need; all other mistakes in UTF-8 are found
   * by those who read the characters.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc3629#section-10">RFC 3629, section 10</a>
   */
  static void requireShortestForms(byte[] body) {
    for (int i = 0; i < body.length; i++) {
      if (body[i] < 0 && isTooLong(body[i] & 0xff, i + 1 < body.length ? body[i + 1] & 0xff : 0)) {
        throw FhirException.invalid("The request body is no valid UTF-8 at byte " + (i + 1) + ".");
      }
    }
  }

  private static boolean isTooLong(int first, int second) {
    return first == 0xc0
        || first == 0xc1
        || first == 0xe0 && second < 0xa0
        || first == 0xf0 && second < 0x90;
  }

  /**
   * The body of a request, whatever its type.
   *
   * @throws FhirException TOO_LARGE if it is larger than allowed, TOO_SLOW if it comes too slowly,
   *     INVALID if it cannot be read to its end
   */
  public byte[] read(HttpServletRequest request) {
    try {
      return read(
          new PacedBody(request.getInputStream()),
          request.getContentLengthLong(),
          Optional.ofNullable(request.getHeader("Content-Encoding")));
    } catch (IOException e) {
      throw unreadable();
    }
  }

  /**
   * Reads a body.
   *
   * @param length the length that the request states, -1 if none
   * @param encoding the content encoding that it states
   */
  byte[] read(InputStream body, long length, Optional<String> encoding) {
    if (length > maxSize) {
      throw tooLarge();
    }
    String coding = encoding.map(text -> text.strip().toLowerCase(Locale.ROOT)).orElse("identity");
    try {
      return switch (coding) {
        case "identity", "" -> readPlain(body, length);
        case "gzip", "x-gzip" -> readLimited(new GZIPInputStream(body));
        default ->
            throw new FhirException(
                Category.UNSUPPORTED_MEDIA_TYPE,
                "not-supported",
                "The value '" + coding + "' of the header Content-Encoding is not supported.");
      };
    } catch (ZipException | EOFException e) {
      throw FhirException.invalid("The request body is not what its Content-Encoding says.");
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private byte[] readPlain(InputStream body, long length) throws IOException {
    if (length < 0 || length > TRUSTED_LENGTH) {
      return readLimited(body);
    }
    byte[] bytes = new byte[(int) length];
    int read = body.readNBytes(bytes, 0, bytes.length);
    return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
  }

  private byte[] readLimited(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(maxSize);
    if (bytes.length == maxSize && body.read() >= 0) {
      throw tooLarge();
    }
    return bytes;
  }

  private FhirException tooLarge() {
    return new FhirException(
        Category.TOO_LARGE,
        List.of(
            Issue.error(
                "too-long", "The request body exceeds the limit of " + maxSize + " bytes.")));
  }

  private static FhirException unreadable() {
    return FhirException.invalid("The request body could not be read to its end.");
  }
}
