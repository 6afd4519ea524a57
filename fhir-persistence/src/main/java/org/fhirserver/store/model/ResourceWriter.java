package org.fhirserver.store.model;

import java.util.Optional;

/**
 * Writes one resource: compact, elements in their order, the partner with id and extensions of a
 * primitive directly after its value.
 *
 * @see <a href="https://hl7.org/fhir/R4/json.html#primitive">Primitive elements in JSON</a>
 */
final class ResourceWriter {
  private static final String ID = "id";
  private static final String META = "meta";
  private static final String VERSION_ID = "versionId";
  private static final String LAST_UPDATED = "lastUpdated";

  private final Utf8Bytes json = new Utf8Bytes();

  byte[] write(Element resource) {
    writeResource(resource);
    return json.toByteArray();
  }

  byte[] write(Element resource, Stamp stamp) {
    startResource(resource);
    json.raw(",\"id\":").string(stamp.id());
    Element[] children = resource.rawChildren();
    resource.child(ID).filter(id -> id.rawChildren().length > 0).ifPresent(this::writePartner);
    json.raw(",\"meta\":");
    writeMeta(resource.child(META), stamp);
    for (int i = 0; i < children.length; ) {
      boolean isStamped = children[i].name().equals(ID) || children[i].name().equals(META);
      i = isStamped ? i + 1 : writeProperty(children, i, true);
    }
    json.raw('}');
    return json.toByteArray();
  }

  private void writePartner(Element primitive) {
    json.raw(',').raw(primitive.property().partnerKey());
    writeObject(primitive);
  }

  private void writeMeta(Optional<Element> meta, Stamp stamp) {
    json.raw("{\"versionId\":").string(stamp.versionId());
    json.raw(",\"lastUpdated\":").string(InstantText.of(stamp.lastUpdated()));
    if (meta.isPresent()) {
      Element[] children = meta.get().rawChildren();
      for (int i = 0; i < children.length; ) {
        String name = children[i].name();
        boolean isStamped = name.equals(VERSION_ID) || name.equals(LAST_UPDATED);
        i = isStamped ? i + 1 : writeProperty(children, i, true);
      }
    }
    json.raw('}');
  }

  private void writeResource(Element resource) {
    startResource(resource);
    writeChildren(resource.rawChildren(), true);
    json.raw('}');
  }

  private void startResource(Element resource) {
    json.raw("{\"resourceType\":\"").raw(resource.type().name()).raw('"');
  }

  private void writeObject(Element element) {
    if (element.type().kind() == TypeDefinition.Kind.RESOURCE) {
      writeResource(element);
      return;
    }
    json.raw('{');
    writeChildren(element.rawChildren(), false);
    json.raw('}');
  }

  private void writeChildren(Element[] children, boolean isContinued) {
    boolean needsComma = isContinued;
    for (int i = 0; i < children.length; ) {
      i = writeProperty(children, i, needsComma);
      needsComma = true;
    }
  }

  /** Writes the property that starts at that child; gives the index behind its last child. */
  private int writeProperty(Element[] children, int start, boolean needsComma) {
    Property property = children[start].property();
    if (needsComma) {
      json.raw(',');
    }
    if (property.definition().isRepeating()) {
      return writeRepeating(property, children, start);
    }
    if (property.isPrimitive()) {
      writeSingle(children[start]);
    } else {
      json.raw(property.key());
      writeObject(children[start]);
    }
    return start + 1;
  }

  private void writeSingle(Element primitive) {
    String value = primitive.rawValue();
    if (value != null) {
      json.raw(primitive.property().key());
      writeValue(primitive.property(), value);
    }
    if (primitive.rawChildren().length > 0) {
      if (value != null) {
        json.raw(',');
      }
      json.raw(primitive.property().partnerKey());
      writeObject(primitive);
    }
  }

  private int writeRepeating(Property property, Element[] children, int start) {
    int end = start;
    boolean hasValues = false;
    boolean hasPartners = false;
    while (end < children.length && children[end].property() == property) {
      hasValues |= children[end].rawValue() != null;
      hasPartners |= children[end].rawChildren().length > 0;
      end++;
    }
    if (!property.isPrimitive()) {
      json.raw(property.key());
      writeObjects(children, start, end);
      return end;
    }
    if (hasValues) {
      json.raw(property.key());
      writeValues(children, start, end);
    }
    if (hasPartners) {
      if (hasValues) {
        json.raw(',');
      }
      json.raw(property.partnerKey());
      writeObjects(children, start, end);
    }
    return end;
  }

  private void writeValues(Element[] children, int start, int end) {
    for (int i = start; i < end; i++) {
      json.raw(i == start ? '[' : ',');
      String value = children[i].rawValue();
      if (value == null) {
        json.raw("null");
      } else {
        writeValue(children[i].property(), value);
      }
    }
    json.raw(']');
  }

  /** Writes an array of objects, null for a primitive that has neither id nor extensions. */
  private void writeObjects(Element[] children, int start, int end) {
    for (int i = start; i < end; i++) {
      json.raw(i == start ? '[' : ',');
      Element child = children[i];
      if (child.type().isPrimitive() && child.rawChildren().length == 0) {
        json.raw("null");
      } else {
        writeObject(child);
      }
    }
    json.raw(']');
  }

  private void writeValue(Property property, String value) {
    if (property.type().format().isQuoted()) {
      json.string(value);
    } else {
      json.raw(value);
    }
  }
}
