package org.fhirserver.store.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.fhirpath.IFhirPathEvaluationContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fhirserver.store.model.ResourceType;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;

/**
 * Evaluates the expressions of search parameters as they are defined with HAPI's FHIRPath engine.
 */
final class HapiOracle {
  private final IParser parser;
  private final IFhirPath engine;
  private final Map<String, List<IFhirPath.IParsedExpression>> parsed = new HashMap<>();

  HapiOracle() {
    FhirContext context = FhirContext.forR4();
    context.setParserErrorHandler(new LenientErrorHandler(false));
    context.getParserOptions().setOverrideResourceIdWithBundleEntryFullUrl(false);
    parser = context.newJsonParser();
    engine = context.newFhirPath();
    engine.setEvaluationContext(new TypesOnly(context));
  }

  /** A reference resolves to an empty resource of the type that it names. */
  private record TypesOnly(FhirContext context) implements IFhirPathEvaluationContext {
    @Override
    public IBase resolveReference(IIdType reference, IBase from) {
      String type = reference.getResourceType();
      return type != null && ResourceType.named(type).isPresent()
          ? context.getResourceDefinition(type).newInstance()
          : null;
    }
  }

  Resource parse(String json) {
    return (Resource) parser.parseResource(json);
  }

  /** The values that the parameter has in the resource, by its definition. */
  Set<String> values(Resource resource, SearchParameter parameter) {
    return HapiValues.of(parameter.type(), evaluate(resource, parameter.expression()));
  }

  /** What the expression finds from an element. */
  List<Base> evaluate(Base focus, String expression) {
    List<Base> found = new ArrayList<>();
    for (IFhirPath.IParsedExpression path : parsed.computeIfAbsent(expression, this::parseUnion)) {
      found.addAll(engine.evaluate(focus, path, Base.class));
    }
    return found;
  }

  /** HAPI throws where {@code as} meets several elements or a union has unlike types. */
  private List<IFhirPath.IParsedExpression> parseUnion(String expression) {
    List<IFhirPath.IParsedExpression> paths = new ArrayList<>();
    for (String path : expression.split("\\|", -1)) {
      String tolerant =
          path.strip()
              .replaceAll("\\((\\S+) as (\\w+)\\)", "$1.ofType($2)")
              .replace(".as(DateTime)", ".as(dateTime)")
              .replace(".as(", ".ofType(");
      try {
        paths.add(engine.parse(tolerant));
      } catch (Exception e) {
        throw new IllegalStateException("HAPI cannot parse " + tolerant, e);
      }
    }
    return paths;
  }
}
