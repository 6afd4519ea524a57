package org.fhirserver.service.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.StoredMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadConditionsTest {
  private static final Instant WRITTEN = Instant.parse("2024-05-06T07:08:09.500Z");
  private static final ResourceVersion VERSION_3 =
      new ResourceVersion(
          new ResourceKey(ResourceType.PATIENT, "p1"), 3, WRITTEN, StoredMethod.PUT, new byte[0]);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "W/\"3\"",
        "\"3\"",
        " W/\"3\" ",
        "*",
        "W/\"1\", W/\"3\"",
        "W/\"1\",,\"3\" ,",
        "\"a,b\",W/\"3\""
      })
  void findsTheVersionAmongTheTags(String tags) {
    assertTrue(noneMatch(tags).isUnchanged(VERSION_3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"2\"", "\"03\"", "\"\"", "W/\"1\", W/\"2\"", "\"3,\"", "\"abc\""})
  void doesNotFindTheVersionAmongOtherTags(String tags) {
    assertFalse(noneMatch(tags).isUnchanged(VERSION_3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "3",
        "W/3",
        "w/\"3\"",
        "\"3",
        "W/\"3\" W/\"4\"",
        "*, \"3\"",
        "\"3\"\n",
        "\n",
        "\"3\"x",
        "\"a b\""
      })
  void refusesWhatIsNoListOfTags(String tags) {
    assertEquals(
        FhirException.Category.INVALID,
        assertThrows(FhirException.class, () -> noneMatch(tags)).category());
  }

  @Test
  void comparesTimesToTheMillisecond() {
    assertTrue(modifiedSince(WRITTEN).isUnchanged(VERSION_3));
    assertTrue(modifiedSince(WRITTEN.plusMillis(1)).isUnchanged(VERSION_3));
    assertFalse(modifiedSince(WRITTEN.minusMillis(1)).isUnchanged(VERSION_3));
  }

  @Test
  void doesNotAskForTheTimeIfThereAreTags() {
    assertFalse(
        new ReadConditions(Optional.of("W/\"2\""), Optional.of(WRITTEN)).isUnchanged(VERSION_3));
    assertFalse(ReadConditions.NONE.isUnchanged(VERSION_3));
  }

  private static ReadConditions noneMatch(String tags) {
    return new ReadConditions(Optional.of(tags), Optional.empty());
  }

  private static ReadConditions modifiedSince(Instant time) {
    return new ReadConditions(Optional.empty(), Optional.of(time));
  }
}
