package org.fhirserver.service.everything;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.CompartmentPosition;

/** The place in a walk through all that belongs to a patient, as it stands in a link. */
sealed interface EverythingCursor {

  /** Behind a resource of the compartment. */
  record Behind(CompartmentPosition position) implements EverythingCursor {}

  /** Behind a resource that supports the compartment. */
  record BehindSupport(long resourceKey) implements EverythingCursor {}

  /** The text that stands in a link. */
  default String encode() {
    ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES + Long.BYTES);
    if (this instanceof Behind behind) {
      bytes.putShort(behind.position().type().number()).putLong(behind.position().resourceKey());
    } else {
      bytes.putShort((short) 0).putLong(((BehindSupport) this).resourceKey());
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The cursor that a text stands for.
   *
   * @throws FhirException INVALID if it is none
   */
  static EverythingCursor decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException malformed) {
      throw invalid();
    }
    if (bytes.length != Short.BYTES + Long.BYTES) {
      throw invalid();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    short type = buffer.getShort();
    long resourceKey = buffer.getLong();
    if (resourceKey < 0) {
      throw invalid();
    }
    if (type == 0) {
      return new BehindSupport(resourceKey);
    }
    Optional<ResourceType> known =
        Arrays.stream(ResourceType.values())
            .filter(candidate -> candidate.number() == type)
            .findFirst();
    return new Behind(
        new CompartmentPosition(known.orElseThrow(EverythingCursor::invalid), resourceKey));
  }

  private static FhirException invalid() {
    return FhirException.invalid("The continuation token is invalid.");
  }
}
