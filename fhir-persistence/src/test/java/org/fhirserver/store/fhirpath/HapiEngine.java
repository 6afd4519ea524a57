package org.fhirserver.store.fhirpath;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Property;

/** HAPI's FHIRPath engine, asked of the counterparts of elements. */
final class HapiEngine {
  private final IParser parser;
  private final FHIRPathEngine engine;
  private final Map<String, ExpressionNode> parsed = new HashMap<>();

  HapiEngine() {
    FhirContext context = FhirContext.forR4();
    context.setParserErrorHandler(new LenientErrorHandler(false));
    context.getParserOptions().setOverrideResourceIdWithBundleEntryFullUrl(false);
    context.getParserOptions().setAutoContainReferenceTargetsWithNoId(false);
    parser = context.newJsonParser();
    engine =
        new FHIRPathEngine(
            new HapiWorkerContext(context, new DefaultProfileValidationSupport(context)));
  }

  /** The counterparts of a resource and all elements in it, by identity. */
  Map<Element, Base> counterparts(Element resource, String json) {
    Map<Element, Base> counterparts = new IdentityHashMap<>();
    add(resource, (Base) parser.parseResource(json), counterparts);
    return counterparts;
  }

  private static void add(Element element, Base base, Map<Element, Base> counterparts) {
    counterparts.put(element, base);
    for (Property property : base.children()) {
      List<Element> children = element.children(property.getName().replace("[x]", ""));
      List<Base> values = property.getValues();
      for (int i = 0; i < children.size() && children.size() == values.size(); i++) {
        add(children.get(i), values.get(i), counterparts);
      }
    }
  }

  /**
   * What the expression says as a truth; empty if HAPI cannot evaluate it.
   *
   * @param context what it is asked of
   */
  Optional<Truth> test(String expression, Base resource, Base rootResource, Base context) {
    try {
      ExpressionNode node = parsed.computeIfAbsent(expression, this::parse);
      return Optional.of(truth(engine.evaluate(null, resource, rootResource, context, node)));
    } catch (FHIRException | UnsupportedOperationException | NullPointerException e) {
      return Optional.empty();
    }
  }

  /** How many items the expression finds; empty if HAPI cannot evaluate it. */
  Optional<List<Base>> evaluate(String expression, Base resource) {
    try {
      ExpressionNode node = parsed.computeIfAbsent(expression, this::parse);
      return Optional.of(engine.evaluate(null, resource, resource, resource, node));
    } catch (FHIRException | UnsupportedOperationException | NullPointerException e) {
      return Optional.empty();
    }
  }

  private ExpressionNode parse(String expression) {
    return engine.parse(expression);
  }

  private static Truth truth(List<Base> found) {
    if (found.size() != 1) {
      return Truth.UNKNOWN;
    }
    return found.get(0) instanceof BooleanType value
        ? value.hasValue() ? Truth.of(value.booleanValue()) : Truth.UNKNOWN
        : Truth.TRUE;
  }
}
