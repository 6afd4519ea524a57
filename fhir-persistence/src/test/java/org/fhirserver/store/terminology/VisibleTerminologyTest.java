package org.fhirserver.store.terminology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.tenant.Tenant;
import org.fhirserver.store.terminology.StoredTerminology.Stamp;
import org.fhirserver.store.terminology.StoredTerminology.Stored;
import org.fhirserver.store.terminology.VisibleTerminology.Basis;
import org.junit.jupiter.api.Test;

class VisibleTerminologyTest {
  private static final FhirJson JSON = new FhirJson(FhirDefinitions.load());
  private static final Expression ALL = new Expression.All();

  private final ValueSets stored = new ValueSets();
  private final GivenTerminology specification =
      new GivenTerminology().valueSet("urn:own", "'version':'own'").valueSet("urn:vs", "'id':'x'");

  /** Value sets in memory. */
  private static final class ValueSets extends StoredTerminology {
    private final List<Stored> resources = new ArrayList<>();

    void add(int key, String url, String version) {
      String json =
          """
          {"resourceType":"ValueSet","id":"v%d","url":"%s","version":"%s","status":"active"}
          """
              .formatted(key, url, version);
      Element resource = JSON.readStored(json.getBytes(StandardCharsets.UTF_8));
      resources.add(new Stored(new Stamp(key, 1, 1000L + key), resource));
    }

    @Override
    public List<Stored> find(Question question, int most) {
      return resources.stream()
          .filter(stored -> question.type() == ResourceType.VALUE_SET)
          .filter(stored -> isAsked(stored.resource(), question))
          .limit(most)
          .toList();
    }

    private static boolean isAsked(Element resource, Question question) {
      return resource.childValue("url").filter(question.urls()::contains).isPresent()
          || resource.childValue("id").filter(question.ids()::contains).isPresent();
    }

    @Override
    public Set<Stamp> stamps(Question question) {
      return find(question, 1000).stream().map(Stored::stamp).collect(Collectors.toSet());
    }
  }

  private VisibleTerminology seen() {
    return seen(Map.of(ResourceType.VALUE_SET, ALL, ResourceType.CODE_SYSTEM, ALL));
  }

  private VisibleTerminology seen(Map<ResourceType, Expression> restrictions) {
    return new VisibleTerminology(
        stored, specification, new VisibleTerminology.View(Tenant.DEFAULT, restrictions));
  }

  private static Optional<String> version(VisibleTerminology visible, String canonical) {
    return visible
        .valueSet(Canonical.parse(canonical))
        .map(found -> found.canonical().version().orElse(""));
  }

  @Test
  void findsTheNewestBusinessVersionIfNoneIsAsked() {
    stored.add(1, "urn:vs", "1.10");
    stored.add(2, "urn:vs", "1.9");
    assertEquals(Optional.of("1.10"), version(seen(), "urn:vs"));
    assertEquals(Optional.of("1.9"), version(seen(), "urn:vs|1.9"));
  }

  @Test
  void takesTheOneWrittenLastAmongEqualVersions() {
    stored.add(1, "urn:vs", "1");
    stored.add(2, "urn:vs", "1");
    VisibleTerminology visible = seen();
    visible.valueSet(Canonical.parse("urn:vs"));
    assertEquals(2, visible.basis().stamps().size());
    assertEquals(Optional.of("1"), version(visible, "urn:vs"));
  }

  @Test
  void looksIntoTheSpecificationForWhatIsNotStored() {
    stored.add(1, "urn:vs", "1");
    assertEquals(Optional.of("own"), version(seen(), "urn:own"));
    assertEquals(Optional.empty(), version(seen(), "urn:nowhere"));
  }

  @Test
  void seesNothingStoredOfATypeThatIsClosed() {
    stored.add(1, "urn:vs", "1");
    VisibleTerminology visible = seen(Map.of(ResourceType.CODE_SYSTEM, ALL));
    assertEquals(Optional.of(""), version(visible, "urn:vs"));
    assertEquals(Optional.empty(), visible.valueSetWithId("v1"));
    assertTrue(seen().valueSetWithId("v1").isPresent());
  }

  @Test
  void noticesWhateverChangesAnAnswer() {
    stored.add(1, "urn:vs", "1");
    VisibleTerminology before = seen();
    before.valueSet(Canonical.parse("urn:vs"));
    before.valueSet(Canonical.parse("urn:own"));
    before.valueSetWithId("v9");
    Basis basis = before.basis();
    assertTrue(seen().isUnchanged(basis));
    stored.add(2, "urn:unasked", "1");
    assertTrue(seen().isUnchanged(basis));
    assertFalse(seen(Map.of(ResourceType.CODE_SYSTEM, ALL)).isUnchanged(basis));
    stored.add(3, "urn:own", "1");
    assertFalse(seen().isUnchanged(basis));
    stored.resources.remove(2);
    assertTrue(seen().isUnchanged(basis));
    stored.add(9, "urn:unasked", "1");
    assertFalse(seen().isUnchanged(basis));
  }

  @Test
  void refusesToChooseAmongTooMany() {
    for (int i = 0; i < 21; i++) {
      stored.add(i, "urn:vs", "1." + i);
    }
    FhirException refused = assertThrows(FhirException.class, () -> version(seen(), "urn:vs"));
    assertEquals("too-costly", refused.issues().get(0).code());
  }
}
