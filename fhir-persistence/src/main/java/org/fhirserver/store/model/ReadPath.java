package org.fhirserver.store.model;

import java.util.ArrayList;
import java.util.List;

/** The objects that are open while a resource is read, and the path that issues tell. */
final class ReadPath {
  private final List<ReadFrame> frames = new ArrayList<>();
  private int depth;

  /** Enters an object. */
  ReadFrame enter(Property property, TypeDefinition type, int index, int base) {
    if (depth == frames.size()) {
      frames.add(new ReadFrame(property, type));
    }
    ReadFrame frame = frames.get(depth++);
    frame.start(property, type, index, base);
    return frame;
  }

  /** Leaves the object that was entered last. */
  void leave() {
    depth--;
  }

  /** The path of the object that was entered last: {@code Patient.name[0]}. */
  String here() {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      append(path, frames.get(i).property(), frames.get(i).index);
    }
    return path.toString();
  }

  /** The path of an element of that object: {@code Patient.name[0].given[1]}. */
  String of(Property property, int index) {
    StringBuilder path = new StringBuilder(here());
    append(path, property, index);
    return path.toString();
  }

  private static void append(StringBuilder path, Property property, int index) {
    if (path.length() > 0) {
      path.append('.');
    }
    path.append(property.definition().name());
    if (index >= 0) {
      path.append('[').append(index).append(']');
    }
  }
}
