package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fhirserver.store.model.Element;

/**
 * All paths of a resource type that begin with the same steps; a walk down the tree takes each step
 * once, however many paths it belongs to.
 */
final class ExtractionNode {
  private final List<IndexedPath> ending;
  private final List<Branch> branches;
  private final boolean numbersElements;
  private final boolean readsAbsence;

  /** A step and where it leads. */
  private record Branch(ElementStep step, ExtractionNode node) {}

  private ExtractionNode(List<IndexedPath> paths, int depth, Set<List<ElementStep>> contexts) {
    List<IndexedPath> here = new ArrayList<>();
    Map<ElementStep, List<IndexedPath>> further = new LinkedHashMap<>();
    for (IndexedPath path : paths) {
      List<ElementStep> steps = path.source().steps();
      if (steps.size() == depth) {
        here.add(path);
      } else {
        further.computeIfAbsent(steps.get(depth), step -> new ArrayList<>()).add(path);
      }
    }
    this.ending = List.copyOf(here);
    this.branches =
        further.entrySet().stream()
            .map(e -> new Branch(e.getKey(), new ExtractionNode(e.getValue(), depth + 1, contexts)))
            .toList();
    this.numbersElements =
        depth > 0 && contexts.contains(paths.get(0).source().steps().subList(0, depth));
    this.readsAbsence = paths.stream().anyMatch(path -> path.source().existence());
  }

  /**
   * The tree of these paths.
   *
   * @param contexts the steps to the elements that composites pair by
   */
  static ExtractionNode of(List<IndexedPath> paths, Set<List<ElementStep>> contexts) {
    return new ExtractionNode(paths, 0, contexts);
  }

  /** Adds the values of all paths to be found from these elements. */
  void read(List<Element> elements, int ordinal, DistinctValues values) {
    if (!numbersElements) {
      readTogether(elements, ordinal, values);
      return;
    }
    for (int i = 0; i < elements.size(); i++) {
      readTogether(List.of(elements.get(i)), i, values);
    }
  }

  private void readTogether(List<Element> elements, int ordinal, DistinctValues values) {
    for (IndexedPath path : ending) {
      path.read(elements, ordinal, values);
    }
    for (Branch branch : branches) {
      List<Element> found = branch.step().select(elements);
      if (!found.isEmpty() || branch.node().readsAbsence) {
        branch.node().read(found, ordinal, values);
      }
    }
  }
}
