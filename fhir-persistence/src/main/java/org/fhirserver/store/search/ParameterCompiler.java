package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;

/** Compiles the search parameters of one resource type. */
final class ParameterCompiler {
  /** These are columns of the resource's own row. */
  private static final Set<String> COLUMNS = Set.of("_id", "_lastUpdated");

  private final PathCompiler compiler;
  private final ResourceType base;
  private final TypePaths paths;
  private final Map<String, SearchParameter> byCode = new TreeMap<>();
  private final Map<String, SearchParameter> byUrl = new TreeMap<>();

  private ParameterCompiler(
      PathCompiler compiler, ResourceType base, Collection<SearchParameterDefinition> definitions) {
    this.compiler = compiler;
    this.base = base;
    this.paths = new TypePaths(compiler, contexts(definitions));
  }

  /** The parameters of one resource type by name, and what extracts their values. */
  record TypeParameters(
      Map<String, SearchParameter> parameters,
      List<IndexPath> paths,
      Collection<IndexedPath> indexed,
      ExtractionNode extraction) {}

  /**
   * Compiles all parameters of a type.
   *
   * @throws FhirException INVALID if a definition cannot be indexed
   */
  static TypeParameters compile(
      PathCompiler compiler, ResourceType base, Collection<SearchParameterDefinition> definitions) {
    ParameterCompiler type = new ParameterCompiler(compiler, base, definitions);
    Predicate<SearchParameterDefinition> composite = ParameterCompiler::isComposite;
    definitions.stream().filter(composite.negate()).forEach(type::addSimple);
    definitions.stream().filter(composite).forEach(type::addComposite);
    return new TypeParameters(
        type.byCode, type.paths.all(), type.paths.indexed(), type.paths.extraction());
  }

  private static boolean isComposite(SearchParameterDefinition definition) {
    return kind(definition) == SearchParameterType.COMPOSITE;
  }

  private static SearchParameterType kind(SearchParameterDefinition definition) {
    return SearchParameterType.named(definition.type())
        .orElseThrow(
            () ->
                FhirException.invalid(
                    "Search parameters of type '%s' (%s) cannot be indexed."
                        .formatted(definition.type(), definition.url())));
  }

  private static String expression(SearchParameterDefinition definition) {
    return definition
        .expression()
        .orElseThrow(
            () ->
                FhirException.invalid(
                    "The search parameter '%s' (%s) has no expression."
                        .formatted(definition.code(), definition.url())));
  }

  /** The elements in which composites pair their components. */
  private Collection<CompiledPath> contexts(Collection<SearchParameterDefinition> definitions) {
    List<CompiledPath> contexts =
        definitions.stream()
            .filter(ParameterCompiler::isComposite)
            .flatMap(definition -> compiler.compile(expression(definition), base).stream())
            .filter(context -> !context.steps().isEmpty())
            .distinct()
            .toList();
    for (CompiledPath context : contexts) {
      if (contexts.stream().filter(context::startsWith).count() > 1) {
        throw FhirException.invalid(
            "Composite search parameters cannot pair by '%s' and by an element around it."
                .formatted(context.text()));
      }
    }
    return contexts;
  }

  private void addSimple(SearchParameterDefinition definition) {
    Set<SearchParameter.Source> sources = new LinkedHashSet<>();
    if (!COLUMNS.contains(definition.code())) {
      for (CompiledPath path : compiler.compile(expression(definition), base)) {
        sources.addAll(paths.sources(path, kind(definition)));
      }
      if (sources.isEmpty()) {
        throw unusable(definition);
      }
    }
    add(definition, List.copyOf(sources), List.of());
  }

  private void addComposite(SearchParameterDefinition definition) {
    List<SearchParameter.CompositeContext> contexts = new ArrayList<>();
    for (CompiledPath context : compiler.compile(expression(definition), base)) {
      List<SearchParameter.Component> components =
          definition.components().stream()
              .map(component -> component(definition, component, context))
              .toList();
      contexts.add(new SearchParameter.CompositeContext(context.steps().isEmpty(), components));
    }
    if (contexts.isEmpty() || definition.components().isEmpty()) {
      throw unusable(definition);
    }
    add(definition, List.of(), contexts);
  }

  private SearchParameter.Component component(
      SearchParameterDefinition definition,
      SearchParameterDefinition.Component component,
      CompiledPath context) {
    SearchParameter parameter = byUrl.get(component.definition());
    List<CompiledPath> found = compiler.compile(component.expression(), context);
    if (parameter == null || found.isEmpty()) {
      throw unusable(definition);
    }
    Set<SearchParameter.Source> sources = new LinkedHashSet<>();
    found.forEach(path -> sources.addAll(componentSources(parameter, path)));
    if (sources.isEmpty()) {
      sources.addAll(sourcesWithin(context, parameter));
    }
    if (sources.isEmpty()) {
      throw unusable(definition);
    }
    boolean anywhere = !found.stream().allMatch(path -> path.startsWith(context));
    return new SearchParameter.Component(parameter, List.copyOf(sources), anywhere);
  }

  /** A component that leaves the choice of types open takes what its parameter has of them. */
  private List<SearchParameter.Source> componentSources(
      SearchParameter parameter, CompiledPath path) {
    Set<String> narrowed =
        path.types().stream()
            .map(type -> compiler.narrow(path, type).text())
            .collect(Collectors.toSet());
    List<SearchParameter.Source> shared =
        parameter.sources().stream()
            .filter(source -> narrowed.contains(source.path().expression()))
            .toList();
    return shared.isEmpty() ? paths.sources(path, parameter.type()) : shared;
  }

  /**
   * Where the expression has no values for the parameter, the parameter counts: R4 has the
   * expressions of DocumentReference's "relationship" exchanged.
   */
  private List<SearchParameter.Source> sourcesWithin(
      CompiledPath context, SearchParameter parameter) {
    return compiler.compile(parameter.expression(), base).stream()
        .filter(path -> path.startsWith(context))
        .flatMap(path -> paths.sources(path, parameter.type()).stream())
        .toList();
  }

  private void add(
      SearchParameterDefinition definition,
      List<SearchParameter.Source> sources,
      List<SearchParameter.CompositeContext> contexts) {
    SearchParameter parameter =
        new SearchParameter(
            base,
            definition.code(),
            definition.url(),
            kind(definition),
            expression(definition),
            sources,
            Collections.unmodifiableSet(new LinkedHashSet<>(definition.targets())),
            contexts);
    boolean known =
        Optional.ofNullable(byCode.put(definition.code(), parameter)).isPresent()
            || Optional.ofNullable(byUrl.put(definition.url(), parameter)).isPresent();
    if (known) {
      throw FhirException.invalid(
          "There are two search parameters '%s' (%s) for %s."
              .formatted(definition.code(), definition.url(), base));
    }
  }

  private FhirException unusable(SearchParameterDefinition definition) {
    return FhirException.invalid(
        "The expression '%s' of the search parameter '%s' (%s) has no values of its type for %s."
            .formatted(expression(definition), definition.code(), definition.url(), base));
  }
}
