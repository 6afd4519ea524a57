package org.fhirserver.service.history;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.history.HistoryPosition;

/**
 * Where a page of a history starts. It needs nothing kept on the server, so it holds while others
 * write, on another node and tomorrow.
 *
 * @param backwards whether the page ends before the position; else it starts behind it
 * @param position the place of a version
 */
record HistoryCursor(boolean backwards, HistoryPosition position) {
  private static final int LENGTH = 1 + 2 * Long.BYTES;

  /** The text that stands in a link. */
  String encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.put((byte) (backwards ? 1 : 0));
    bytes.putLong(position.lastUpdated()).putLong(position.tie());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The cursor that a text stands for.
   *
   * @throws FhirException INVALID if it is none
   */
  static HistoryCursor decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException malformed) {
      throw invalid();
    }
    if (bytes.length != LENGTH || bytes[0] < 0 || bytes[0] > 1) {
      throw invalid();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    boolean backwards = buffer.get() == 1;
    HistoryPosition position = new HistoryPosition(buffer.getLong(), buffer.getLong());
    if (position.lastUpdated() < 0 || position.tie() < 0) {
      throw invalid();
    }
    return new HistoryCursor(backwards, position);
  }

  private static FhirException invalid() {
    return FhirException.invalid("The continuation token is invalid.");
  }
}
