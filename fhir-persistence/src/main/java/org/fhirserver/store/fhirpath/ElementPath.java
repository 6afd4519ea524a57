package org.fhirserver.store.fhirpath;

import java.util.List;
import org.fhirserver.store.model.Element;

/** The path of an element, as an issue tells its place: {@code Patient.contact[0].period}. */
final class ElementPath {

  private ElementPath() {}

  /** The path of that very element in the resource. */
  static String of(Element resource, Element element) {
    StringBuilder path = new StringBuilder(resource.type().name());
    if (resource != element) {
      append(path, resource, element);
    }
    return path.toString();
  }

  private static boolean append(StringBuilder path, Element parent, Element element) {
    int length = path.length();
    List<Element> children = parent.children();
    int index = 0;
    for (int i = 0; i < children.size(); i++) {
      Element child = children.get(i);
      index = i > 0 && children.get(i - 1).definition() == child.definition() ? index + 1 : 0;
      path.append('.').append(child.name());
      if (child.definition().isRepeating()) {
        path.append('[').append(index).append(']');
      }
      if (child == element || append(path, child, element)) {
        return true;
      }
      path.setLength(length);
    }
    return false;
  }
}
