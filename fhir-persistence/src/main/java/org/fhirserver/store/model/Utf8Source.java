package org.fhirserver.store.model;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The characters of a text in UTF-8, which remembers where in the bytes they stand.
 *
 * <p>What was read in one go has an entry, so that a place is found without reading from the start.
 */
final class Utf8Source extends Reader {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final int FIRST_READS = 16;

  private final byte[] bytes;
  private final ByteBuffer input;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private long[] characterOffsets = new long[FIRST_READS];
  private int[] byteOffsets = new int[FIRST_READS];
  private int reads;
  private long characters;

  Utf8Source(byte[] bytes) {
    this.bytes = bytes;
    this.input = ByteBuffer.wrap(bytes);
    int mark = BYTE_ORDER_MARK.length;
    if (bytes.length >= mark && Arrays.equals(bytes, 0, mark, BYTE_ORDER_MARK, 0, mark)) {
      input.position(mark);
    }
  }

  /** Fails with a CharacterCodingException if the bytes are no UTF-8. */
  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (!input.hasRemaining()) {
      return -1;
    }
    remember();
    CharBuffer output = CharBuffer.wrap(target, offset, length);
    CoderResult result = decoder.decode(input, output, true);
    if (result.isError()) {
      result.throwException();
    }
    int read = output.position() - offset;
    characters += read;
    return read;
  }

  private void remember() {
    if (reads == byteOffsets.length) {
      characterOffsets = Arrays.copyOf(characterOffsets, 2 * reads);
      byteOffsets = Arrays.copyOf(byteOffsets, 2 * reads);
    }
    characterOffsets[reads] = characters;
    byteOffsets[reads] = input.position();
    reads++;
  }

  /** The place in the bytes of the character at that place, which must have been read. */
  int byteOffset(long characterOffset) {
    int found = Arrays.binarySearch(characterOffsets, 0, reads, characterOffset);
    int read = found >= 0 ? found : -found - 2;
    int position = byteOffsets[read];
    for (long i = characterOffsets[read]; i < characterOffset; ) {
      int first = bytes[position] & 0xff;
      if (first < 0x80) {
        position++;
        i++;
      } else if (first < 0xf0) {
        position += first < 0xe0 ? 2 : 3;
        i++;
      } else {
        position += 4;
        i += 2;
      }
    }
    return position;
  }

  @Override
  public void close() {
    // There is nothing but memory.
  }
}
