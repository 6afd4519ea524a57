package org.fhirserver.store.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ElementTest {
  private final Element observation =
      new FhirJson(FhirDefinitions.load())
          .read(
              """
              {"resourceType":"Observation","status":"final","code":{"text":"x"},
               "category":[{"text":"a"},{"text":"b"}],"valueQuantity":{"value":1.10}}
              """
                  .getBytes(UTF_8));

  @Test
  void childrenKeepTheirOrder() {
    assertEquals(
        List.of("status", "code", "category", "category", "value"),
        observation.children().stream().map(Element::name).toList());
  }

  @Test
  void choiceIsFoundWithoutItsType() {
    Element value = observation.child("value").orElseThrow();
    assertEquals("value", value.name());
    assertEquals("valueQuantity", value.jsonName());
    assertEquals("Quantity", value.type().name());
    assertEquals(Optional.of("1.10"), value.childValue("value"));
    assertEquals(Optional.empty(), observation.child("valueQuantity"));
  }

  @Test
  void repeatedChildrenAreFoundTogether() {
    assertEquals(
        List.of(Optional.of("a"), Optional.of("b")),
        observation.children("category").stream().map(each -> each.childValue("text")).toList());
    assertEquals(1, observation.children("status").size());
    assertEquals(List.of(), observation.children("component"));
  }

  @Test
  void childrenCannotBeChanged() {
    assertThrows(
        UnsupportedOperationException.class, () -> observation.children().set(0, observation));
    assertThrows(
        UnsupportedOperationException.class,
        () -> observation.children("category").set(0, observation));
  }

  @Test
  void onlyPrimitivesHaveAValueToReplace() {
    Element status = observation.child("status").orElseThrow();
    status.replaceValue("amended");
    assertEquals(Optional.of("amended"), observation.childValue("status"));
    assertEquals(Optional.empty(), observation.value());
    assertThrows(IllegalStateException.class, () -> observation.replaceValue("a"));
  }

  @Test
  void resourceByItselfIsNamedByItsType() {
    assertEquals("Observation", observation.name());
    assertEquals("Observation", observation.type().name());
  }
}
