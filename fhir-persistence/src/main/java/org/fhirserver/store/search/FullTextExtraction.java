package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.NarrativeText;
import org.fhirserver.store.model.ResourceType;

/**
 * Finds the texts of a resource whose words are searched. The content is all that people read as
 * words: strings, Markdown and narratives, wherever they stand, contained resources and extensions
 * included; not ids, codes, URLs, references, numbers and dates, which have parameters of their
 * own.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#content">Searching on the whole content</a>
 */
final class FullTextExtraction {
  private static final String XHTML = "xhtml";
  private static final Set<String> READ_BY_PEOPLE = Set.of("string", "markdown", XHTML);

  private FullTextExtraction() {}

  /** Adds the texts of the fields that a level covers. */
  static void add(Element resource, FullTextLevel level, List<IndexValue> values) {
    Optional<ResourceType> type = ResourceType.named(resource.type().name());
    if (type.isEmpty() || level == FullTextLevel.NONE) {
      return;
    }
    resource
        .child("text")
        .flatMap(narrative -> narrative.childValue("div"))
        .map(NarrativeText::of)
        .ifPresent(text -> add(FullTextField.NARRATIVE, type.get(), List.of(text), values));
    if (level.covers(FullTextField.CONTENT)) {
      List<String> texts = new ArrayList<>();
      addContent(resource, texts);
      add(FullTextField.CONTENT, type.get(), texts, values);
    }
  }

  private static void add(
      FullTextField field, ResourceType type, List<String> texts, List<IndexValue> values) {
    if (!texts.isEmpty()) {
      values.add(new IndexValue.FullText(field.path(type), IndexValue.NO_ELEMENT, texts));
    }
  }

  private static void addContent(Element element, List<String> texts) {
    String type = element.type().name();
    for (Element child : element.children()) {
      String childType = child.type().name();
      if (READ_BY_PEOPLE.contains(childType) && !isForMachines(type, child.name())) {
        child
            .value()
            .map(value -> childType.equals(XHTML) ? NarrativeText.of(value) : value)
            .ifPresent(texts::add);
      }
      addContent(child, texts);
    }
  }

  /** Whether a string only identifies something: an id, where a reference or extension points. */
  private static boolean isForMachines(String type, String element) {
    return element.equals("id")
        || element.equals("reference") && type.equals("Reference")
        || element.equals("url") && type.equals("Extension");
  }
}
