package org.fhirserver.service.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.validation.ValidationBody.UncheckedResource;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationBodyReaderTest {

  @Test
  void takesAnythingThatNamesItsTypeForTheResource() {
    String body = "{\"nonsense\":[{}],\"resourceType\":\"Patient\",\"parameter\":[3]}";

    UncheckedResource resource = read(body).resource().orElseThrow();

    assertEquals("Patient", resource.type());
    assertEquals(body, new String(resource.json(), UTF_8));
  }

  @Test
  void takesTheResourceOutOfParameters() {
    ValidationBody body =
        read(
            """
            {"parameter": [
               {"name": "resource", "resource": {"é": 1, "resourceType": "Patient"} },
               {"name": "profile", "valueUri": "http://example.org/p"},
               {"valueCode": "create", "name": "mode"}],
             "resourceType": "Parameters"}
            """);

    UncheckedResource resource = body.resource().orElseThrow();
    assertEquals("Patient", resource.type());
    assertEquals("{\"é\": 1, \"resourceType\": \"Patient\"}", new String(resource.json(), UTF_8));
    assertEquals(List.of("http://example.org/p"), body.profiles());
    assertEquals(List.of("create"), body.modes());
  }

  @Test
  void needsNoResourceInParameters() {
    assertEquals(Optional.empty(), read("{\"resourceType\":\"Parameters\"}").resource());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{}",
        "{\"resourceType\":3}",
        "{\"resourceType\":\"Patient\"",
        "{\"resourceType\":\"Patient\"}}",
        "{\"resourceType\":\"Patient\"} {}",
        "{\"resourceType\":\"Patient\",}",
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\"}]}",
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":{}}]}",
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"profile\",\"valueUri\":1}]}",
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"other\"}]}",
        "{\"resourceType\":\"Parameters\",\"parameter\":[{}]}"
      })
  void refusesWhatIsNoResource(String body) {
    assertRefused(body);
  }

  @Test
  void refusesWhatIsNestedWithoutEnd() {
    assertRefused("{\"resourceType\":\"Patient\",\"a\":" + "[".repeat(100_000));
  }

  @Test
  void refusesTwoResources() {
    String parameter = "{\"name\":\"resource\",\"resource\":{\"resourceType\":\"Patient\"}}";

    assertRefused(
        "{\"resourceType\":\"Parameters\",\"parameter\":[" + parameter + "," + parameter + "]}");
  }

  private static void assertRefused(String body) {
    FhirException refused = assertThrows(FhirException.class, () -> read(body));
    assertEquals(Category.INVALID, refused.category());
  }

  private static ValidationBody read(String body) {
    return ValidationBodyReader.read(body.getBytes(UTF_8));
  }
}
