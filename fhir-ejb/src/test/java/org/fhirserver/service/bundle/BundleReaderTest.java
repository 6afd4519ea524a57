package org.fhirserver.service.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleReaderTest {
  private static final int MOST_ENTRIES = 3;

  @Test
  void findsWhereResourcesStandWhateverStandsBeforeThem() {
    String resource = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Müller 😀\"}]}";
    String json =
        """
        {"type":"batch","meta":{"tag":[{"display":"ü€😀"}]},"entry":[
          {"fullUrl":"urn:ü","resource" : %s ,"request":{"method":"POST","url":"Patient",
            "ifNoneMatch":"*","ifModifiedSince":"t","ifNoneExist":"a=b","ifMatch":"W/\\"1\\""},"link":[]}
          ,{"request":{"url":"Patient/1","method":"GET"}}],"resourceType":"Bundle"}\
        """
            .formatted(resource);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);

    ReceivedBundle bundle = new BundleReader(body, MOST_ENTRIES).read();

    assertEquals("batch", bundle.type());
    BundleEntry first = bundle.entries().get(0);
    assertEquals(
        resource, new String(body, first.offset(), first.length(), StandardCharsets.UTF_8));
    assertEquals(Optional.of("urn:ü"), first.fullUrl());
    assertEquals("POST", first.method());
    assertEquals(Optional.of("a=b"), first.conditions().ifNoneExist());
    assertEquals(Optional.of("W/\"1\""), first.conditions().ifMatch());
    assertEquals(Optional.of("*"), first.conditions().ifNoneMatch());
    assertEquals(Optional.of("t"), first.conditions().ifModifiedSince());
    assertEquals(
        new BundleEntry(1, Optional.empty(), "GET", "Patient/1", EntryConditions.NONE, 0, 0),
        bundle.entries().get(1));
  }

  @Test
  void readsBundlesWithoutEntriesOrType() {
    assertEquals(new ReceivedBundle("", List.of()), read("{\"resourceType\":\"Bundle\"}"));
    assertEquals(
        new ReceivedBundle("batch", List.of()),
        read("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"Bundle\"",
        "{",
        "{}",
        "{\"resourceType\":\"Patient\"}",
        "{\"resourceType\":\"bundle\"}",
        "{\"resourceType\":[\"Bundle\"]}",
        "{\"resourceType\":\"Bundle\",\"type\":1}",
        "{\"resourceType\":\"Bundle\",\"type\":null}",
        "{\"resourceType\":\"Bundle\",\"entry\":{}}",
        "{\"resourceType\":\"Bundle\",\"entry\":null}",
        "{\"resourceType\":\"Bundle\",\"entry\":[null]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[[]]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[\"x\"]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":[]}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":\"x\"}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":[]}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"fullUrl\":1}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"foo\":1}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":{\"foo\":1}}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":{\"method\":1}}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":{\"url\":{}}}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":{\"ifNoneExist\":true}}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":{\"ifMatch\":null}}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":{\"ifNoneMatch\":[]}}]}",
        "{\"resourceType\":\"Bundle\",\"foo\":1}",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"type\":\"transaction\"}",
        "{\"resourceType\":\"Bundle\",\"entry\":[],\"entry\":[]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{},\"resource\":{}}]}",
        "{\"resourceType\":\"Bundle\"} {}",
        "{\"resourceType\":\"Bundle\"}]",
        "{\"resourceType\":\"Bundle\",}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{},]}",
        "{'resourceType':'Bundle'}",
      })
  void refusesWhatIsNoBundle(String json) {
    assertEquals(Category.INVALID, assertThrows(FhirException.class, () -> read(json)).category());
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    String json = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"id\":\"ü\"}";
    for (byte[] body :
        List.of(
            json.getBytes(StandardCharsets.ISO_8859_1),
            json.getBytes(StandardCharsets.UTF_16BE),
            json.getBytes(StandardCharsets.UTF_16LE),
            json.getBytes(StandardCharsets.UTF_16))) {
      assertEquals(
          Category.INVALID,
          assertThrows(FhirException.class, () -> new BundleReader(body, 1).read()).category());
    }
  }

  @Test
  void refusesEndlessNesting() {
    String json = "{\"resourceType\":\"Bundle\",\"meta\":" + "[".repeat(100_000);

    assertEquals(Category.INVALID, assertThrows(FhirException.class, () -> read(json)).category());
  }

  @Test
  void refusesMoreEntriesThanTheLimit() {
    String entries = "{}" + ",{}".repeat(MOST_ENTRIES);

    assertEquals(
        Category.TOO_LARGE,
        assertThrows(
                FhirException.class,
                () -> read("{\"resourceType\":\"Bundle\",\"entry\":[" + entries + "]}"))
            .category());
  }

  private static ReceivedBundle read(String json) {
    return new BundleReader(json.getBytes(StandardCharsets.UTF_8), MOST_ENTRIES).read();
  }
}
