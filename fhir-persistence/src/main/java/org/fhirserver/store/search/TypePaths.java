package org.fhirserver.store.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ElementDefinition;
import org.fhirserver.store.model.ResourceType;
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
        sources.add(
            new SearchParameter.Source(
                indexed.path(), path.onlyTarget(), companions(key, indexed, path.onlyTarget())));
      }
    }
    return sources;
  }

  /** All paths that stand in the index. */
  /** The ways to the values of the parameters. */
  Collection<IndexedPath> indexed() {
    return paths.values();
  }

  List<IndexPath> all() {
    return paths.values().stream()
        .flatMap(indexed -> Stream.concat(Stream.of(indexed.path()), indexed.texts().stream()))
        .toList();
  }

  private Map<Companion, IndexPath> companions(
      String key, IndexedPath indexed, Optional<ResourceType> onlyTarget) {
    Map<Companion, IndexPath> companions = new EnumMap<>(Companion.class);
    indexed.texts().ifPresent(texts -> companions.put(Companion.TEXT, texts));
    if (indexed.path().type() == SearchParameterType.TOKEN) {
      reading(key, indexed.source(), Companion.OF_TYPE, "Identifier", TokenValues::typedIdentifier)
          .ifPresent(path -> companions.put(Companion.OF_TYPE, path));
    } else if (indexed.path().type() == SearchParameterType.REFERENCE) {
      String keyOfTarget = key + onlyTarget.map(target -> "|" + target.typeName()).orElse("");
      ValueReader reader = ReferenceValues.identifierReader(onlyTarget);
      reading(keyOfTarget, indexed.source(), Companion.IDENTIFIER, "Reference", reader)
          .ifPresent(path -> companions.put(Companion.IDENTIFIER, path));
    }
    return Collections.unmodifiableMap(companions);
  }

  /** A companion that has values of its own, read from those elements that have that FHIR type. */
  private Optional<IndexPath> reading(
      String key, CompiledPath source, Companion companion, String typeName, ValueReader reader) {
    return source.types().stream()
        .filter(type -> type.name().equals(typeName))
        .findFirst()
        .map(type -> new ElementsReader.ByType.Typed(type, reader))
        .map(typed -> new ElementsReader.ByType(List.of(typed)))
        .map(
            byType ->
                paths.computeIfAbsent(
                    key + ":" + companion.modifier(),
                    absent ->
                        new IndexedPath(
                            companion(absent, source, companion),
                            Optional.empty(),
                            source,
                            byType)))
        .map(IndexedPath::path);
  }

  private static IndexPath companion(String key, CompiledPath source, Companion companion) {
    String expression = source.text() + ":" + companion.modifier();
    return new IndexPath(
        id(key), expression, SearchParameterType.TOKEN, false, false, false, Map.of());
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
      case SPECIAL -> PositionValues.reader(type);
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
    boolean hasTexts =
        kind == SearchParameterType.TOKEN
            && !path.existence()
            && path.types().stream().anyMatch(type -> TokenValues.hasTexts(type.name()));
    String textsKey = key + ":" + Companion.TEXT.modifier();
    return new IndexedPath(
        new IndexPath(
            id(key), path.text(), kind, context.isPresent(), !path.repeats(), isCanonical, systems),
        hasTexts ? Optional.of(companion(textsKey, path, Companion.TEXT)) : Optional.empty(),
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
