package org.fhirserver.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses bodies for clients that accept it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3">RFC 9110,
 *     Accept-Encoding</a>
 */
final class Compression {
  /** The content coding. */
  static final String GZIP = "gzip";

  /** Smaller bodies go in one packet anyway. */
  private static final int SMALLEST = 1400;

  private static final int BUFFER = 8192;

  private Compression() {}

  /** Whether that body is compressed for that client. */
  static boolean isWanted(HttpServletRequest request, byte[] body) {
    return body.length >= SMALLEST && isAccepted(request.getHeaders("Accept-Encoding"));
  }

  static boolean isAccepted(Enumeration<String> headers) {
    boolean isAccepted = false;
    while (headers.hasMoreElements()) {
      for (String coding : headers.nextElement().split(",")) {
        String[] parts = coding.toLowerCase(Locale.ROOT).replace(" ", "").split(";");
        boolean isRefused = parts.length > 1 && parts[1].matches("q=0(\\.0*)?");
        String name = parts.length == 0 ? "" : parts[0];
        if (name.equals(GZIP) || name.equals("x-gzip")) {
          return !isRefused;
        }
        isAccepted |= name.equals("*") && !isRefused;
      }
    }
    return isAccepted;
  }

  /** The compressed body. */
  static byte[] of(byte[] body) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new FastGzip(compressed)) {
      gzip.write(body);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return compressed.toByteArray();
  }

  /** The fastest level: a response must not cost more to compress than to make. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream target) throws IOException {
      super(target, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
