package org.fhirserver.service.meta;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ElementEditor;
import org.fhirserver.store.model.FhirJson;

/**
 * Adds profiles, tags and security labels to those of a resource, or takes them away. They are
 * sets: labels are the same if system and code are, profiles if their URLs are.
 *
 * @param change what is done
 * @param labels the Meta that lists them
 * @param json reads and writes the resource
 */
record MetaChange(Change change, Element labels, FhirJson json) implements Patch {
  private static final List<String> SETS = List.of("profile", "security", "tag");

  /** What is done. */
  enum Change {
    ADD,
    DELETE
  }

  @Override
  public byte[] apply(byte[] resource) {
    Element changed = json.readStored(resource);
    changed.child("meta").ifPresent(meta -> change(new ElementEditor(changed), meta));
    return json.write(changed);
  }

  private void change(ElementEditor editor, Element meta) {
    for (String set : SETS) {
      for (Element label : labels.children(set)) {
        Optional<Element> known = known(meta, label);
        if (change == Change.DELETE) {
          known.ifPresent(old -> editor.remove(meta, old));
        } else if (known.isEmpty()) {
          editor.insert(meta, label, meta.children(set).size());
        }
      }
    }
  }

  private static Optional<Element> known(Element meta, Element label) {
    return meta.children(label.name()).stream()
        .filter(candidate -> isSame(candidate, label))
        .findFirst();
  }

  private static boolean isSame(Element label, Element other) {
    return label.value().equals(other.value())
        && label.childValue("system").equals(other.childValue("system"))
        && label.childValue("code").equals(other.childValue("code"));
  }
}
