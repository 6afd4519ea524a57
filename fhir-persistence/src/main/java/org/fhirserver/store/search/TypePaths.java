package org.fhirserver.store.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ElementDefinition;
import org.fhirserver.store.model.TypeDefinition;

/** The index paths of one resource type; equal ones of different parameters are one. */
final class TypePaths {
  private final PathCompiler compiler;
  private final List<CompiledPath> contexts;
  private final Map<String, IndexedPath> paths = new LinkedHashMap<>();

  /**
   * No paths yet.
   *
   * @param contexts the paths to the elements that composites pair by
   */
  TypePaths(PathCompiler compiler, Collection<CompiledPath> contexts) {
    this.compiler = compiler;
    this.contexts = List.copyOf(contexts);
  }

  /**
   * The sources that read the path as values of that kind: several where a name or an address is
   * taken apart, none where the types found there have no such values.
   */
  List<SearchParameter.Source> sources(CompiledPath path, SearchParameterType kind) {
    List<SearchParameter.Source> sources = new ArrayList<>();
    if (path.onlyTarget().isPresent() && kind != SearchParameterType.REFERENCE) {
      return sources;
    }
    for (CompiledPath part : parts(path, kind)) {
      Optional<ElementsReader> reader = reader(part, kind);
      if (reader.isPresent()) {
        String key = part.base().typeName() + "|" + kind + "|" + part.text();
        IndexedPath indexed =
            paths.computeIfAbsent(key, absent -> indexed(key, part, kind, reader.get()));
        sources.add(new SearchParameter.Source(indexed.path(), path.onlyTarget()));
      }
    }
    return sources;
  }

  Collection<IndexedPath> all() {
    return paths.values();
  }

  /** The tree that extracts the values of all paths. */
  ExtractionNode extraction() {
    Set<List<ElementStep>> numbered =
        contexts.stream().map(CompiledPath::steps).collect(Collectors.toSet());
    return ExtractionNode.of(List.copyOf(paths.values()), numbered);
  }

  private List<CompiledPath> parts(CompiledPath path, SearchParameterType kind) {
    boolean divisible =
        kind == SearchParameterType.STRING
            && path.types().stream().anyMatch(type -> !TextValues.parts(type.name()).isEmpty());
    if (!divisible) {
      return List.of(path);
    }
    List<CompiledPath> parts = new ArrayList<>();
    for (TypeDefinition type : path.types()) {
      CompiledPath narrowed = compiler.narrow(path, type);
      List<String> names = TextValues.parts(type.name());
      names.forEach(name -> parts.add(compiler.child(name, narrowed)));
      if (names.isEmpty()) {
        parts.add(narrowed);
      }
    }
    return parts;
  }

  private static Optional<ElementsReader> reader(CompiledPath path, SearchParameterType kind) {
    if (path.existence()) {
      return kind == SearchParameterType.TOKEN
          ? Optional.of(new ElementsReader.ExistsAndIsNotFalse())
          : Optional.empty();
    }
    if (path.types().size() == 1) {
      return reader(path.types().get(0).name(), kind).map(ElementsReader.OfOneType::new);
    }
    List<ElementsReader.ByType.Typed> readers = new ArrayList<>();
    for (TypeDefinition type : path.types()) {
      reader(type.name(), kind)
          .ifPresent(reader -> readers.add(new ElementsReader.ByType.Typed(type, reader)));
    }
    return readers.isEmpty() ? Optional.empty() : Optional.of(new ElementsReader.ByType(readers));
  }

  private static Optional<ValueReader> reader(String type, SearchParameterType kind) {
    return switch (kind) {
      case TOKEN -> TokenValues.reader(type);
      case STRING -> TextValues.reader(type);
      case DATE -> DateValues.reader(type);
      case NUMBER -> QuantityValues.numberReader(type);
      case QUANTITY -> QuantityValues.quantityReader(type);
      case REFERENCE -> ReferenceValues.referenceReader(type);
      case URI -> ReferenceValues.uriReader(type);
      case COMPOSITE -> Optional.empty();
    };
  }

  private IndexedPath indexed(
      String key, CompiledPath path, SearchParameterType kind, ElementsReader reader) {
    Optional<CompiledPath> context = contexts.stream().filter(path::startsWith).findFirst();
    context.ifPresent(each -> requireNoItem(path, each));
    boolean isCode =
        kind == SearchParameterType.TOKEN
            && path.types().stream().allMatch(type -> type.name().equals("code"));
    Map<String, String> systems =
        isCode ? path.element().map(ElementDefinition::codeSystems).orElse(Map.of()) : Map.of();
    boolean isCanonical = path.types().stream().allMatch(type -> type.name().equals("canonical"));
    return new IndexedPath(
        new IndexPath(
            id(key), path.text(), kind, context.isPresent(), !path.repeats(), isCanonical, systems),
        path,
        reader);
  }

  /** Elements of a context are read one by one, so that their first would be each of them. */
  private static void requireNoItem(CompiledPath path, CompiledPath context) {
    boolean hasItem =
        path.steps().stream()
            .skip(context.steps().size())
            .anyMatch(ElementStep.Item.class::isInstance);
    if (hasItem) {
      throw FhirException.invalid(
          "The expression '%s' cannot be indexed: composites pair by '%s', so no index can follow."
              .formatted(path.text(), context.text()));
    }
  }

  /** The first four bytes of the SHA-256 of the key that are not all zero. */
  private static int id(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer hash = ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
      int id = hash.getInt();
      return id == 0 ? hash.getInt() : id;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
