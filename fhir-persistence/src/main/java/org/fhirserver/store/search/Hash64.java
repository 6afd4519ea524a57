package org.fhirserver.store.search;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;
import org.fhirserver.store.model.ResourceKey;

/** The 64-bit hash by which systems, codes, URLs and identities are compared in the index. */
public final class Hash64 {

  /** The hash of no text: a code without system. */
  public static final long EMPTY = 0;

  private Hash64() {}

  /** The hash of a text; {@link #EMPTY} for the empty one and for no other. */
  public static long of(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long hash = MurmurHash3.hash128x64(bytes, 0, bytes.length, 0)[0];
    return hash == EMPTY ? 1 : hash;
  }

  /** The hash that stands for a resource wherever it is pointed to. */
  public static long of(ResourceKey key) {
    return of(key.toString());
  }
}
