package org.fhirserver.service.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.Element;

/**
 * What a client hands to an operation, from the query and the body alike, held against the
 * signature of the operation. Nothing is ignored silently: what the operation does not know is an
 * error, or with lenient handling a warning.
 *
 * @see <a href="https://hl7.org/fhir/R4/operations.html#request">Operation request</a>
 */
public final class OperationInputs {
  private static final String PARAMETERS = "Parameters";

  private final OperationSignature signature;
  private final boolean lenient;
  private final Map<String, List<String>> texts = new LinkedHashMap<>();
  private final Map<String, List<Element>> elements = new LinkedHashMap<>();
  private final List<QueryParameter> used = new ArrayList<>();
  private final List<Issue> errors = new ArrayList<>();
  private final List<Issue> warnings = new ArrayList<>();

  private OperationInputs(OperationSignature signature, boolean lenient) {
    this.signature = signature;
    this.lenient = lenient;
  }

  /**
   * Reads the inputs of a call.
   *
   * <p>A body that is no Parameters is the one input that is declared to be a resource.
   *
   * @throws FhirException INVALID if there is an input that the operation does not know, one of
   *     another type, one too often, or one too few
   */
  public static OperationInputs of(OperationSignature signature, OperationCall call) {
    OperationInputs inputs = new OperationInputs(signature, call.lenient());
    call.query().forEach(inputs::read);
    call.body().ifPresent(inputs::readBody);
    signature.parameters().stream()
        .filter(OperationParameter::isInput)
        .forEach(inputs::requireCardinality);
    if (!inputs.errors.isEmpty()) {
      throw new FhirException(Category.INVALID, inputs.errors);
    }
    return inputs;
  }

  /** The first value of a primitive parameter. */
  public Optional<String> text(String name) {
    return texts(name).stream().findFirst();
  }

  /** All values of a primitive parameter, in the order in which they were sent. */
  public List<String> texts(String name) {
    return texts.getOrDefault(name, List.of());
  }

  /** The value or resource of a parameter that is not primitive. */
  public Optional<Element> element(String name) {
    return elements(name).stream().findFirst();
  }

  /** All values or resources of a parameter that is not primitive, in their order. */
  public List<Element> elements(String name) {
    return elements.getOrDefault(name, List.of());
  }

  /** What was left out, with lenient handling. */
  public List<Issue> warnings() {
    return warnings;
  }

  /** The primitive parameters that take effect, as they stand in a link. */
  public List<QueryParameter> used() {
    return used;
  }

  private void read(QueryParameter parameter) {
    if (isSearchParameter(parameter.name())) {
      used.add(parameter);
      return;
    }
    if (parameter.value().isEmpty()) {
      return;
    }
    Optional<OperationParameter> declared = declared(parameter.name());
    if (declared.isEmpty()) {
      refuse(unknown(parameter.name()));
    } else if (!isPrimitive(declared.get())) {
      errors.add(
          Issue.error(
              "invalid",
              "The parameter '"
                  + parameter.name()
                  + "' is no primitive value, so it stands in a Parameters resource."));
    } else {
      add(parameter);
    }
  }

  private void add(QueryParameter parameter) {
    texts.computeIfAbsent(parameter.name(), name -> new ArrayList<>()).add(parameter.value());
    used.add(parameter);
  }

  private void readBody(Element body) {
    if (body.type().name().equals(PARAMETERS)) {
      body.children("parameter").forEach(this::readPart);
      return;
    }
    Optional<OperationParameter> resource =
        signature.parameters().stream()
            .filter(parameter -> parameter.isInput() && holds(parameter, body))
            .findFirst();
    if (resource.isEmpty()) {
      errors.add(
          Issue.error(
              "invalid",
              "The body of operation '$" + signature.code() + "' is a Parameters resource."));
      return;
    }
    elements.computeIfAbsent(resource.get().name(), name -> new ArrayList<>()).add(body);
  }

  private void readPart(Element part) {
    String name = part.childValue("name").orElse("");
    if (isSearchParameter(name)) {
      readSearchParameter(name, part);
      return;
    }
    Optional<OperationParameter> declared = declared(name);
    if (declared.isEmpty()) {
      refuse(unknown(name));
      return;
    }
    Optional<Element> content = part.child("value").or(() -> part.child("resource"));
    if (content.isEmpty()) {
      errors.add(Issue.error("invalid", "The parameter '" + name + "' has no value."));
    } else if (!holds(declared.get(), content.get())) {
      errors.add(
          Issue.error(
              "invalid", "The parameter '" + name + "' is of type " + declared.get().type() + "."));
    } else if (isPrimitive(declared.get())) {
      content.get().value().ifPresent(value -> add(new QueryParameter(name, value)));
    } else {
      elements.computeIfAbsent(name, key -> new ArrayList<>()).add(content.get());
    }
  }

  private void readSearchParameter(String name, Element part) {
    Optional<String> value =
        part.child("value").filter(each -> each.type().isPrimitive()).flatMap(Element::value);
    if (value.isPresent()) {
      used.add(new QueryParameter(name, value.get()));
    } else {
      errors.add(Issue.error("invalid", "The parameter '" + name + "' has no primitive value."));
    }
  }

  private boolean isSearchParameter(String name) {
    return signature.takesSearchParameters() && declared(name).isEmpty();
  }

  private void requireCardinality(OperationParameter parameter) {
    int count = texts(parameter.name()).size() + elements(parameter.name()).size();
    if (count < parameter.min()) {
      errors.add(Issue.error("required", "The parameter '" + parameter.name() + "' is missing."));
    }
    if (!parameter.max().equals("*") && count > Integer.parseInt(parameter.max())) {
      errors.add(
          Issue.error("invalid", "The parameter '" + parameter.name() + "' stands too often."));
    }
  }

  private Optional<OperationParameter> declared(String name) {
    return signature.parameters().stream()
        .filter(parameter -> parameter.isInput() && parameter.name().equals(name))
        .findFirst();
  }

  private static boolean holds(OperationParameter parameter, Element content) {
    if (isPrimitive(parameter)) {
      return content.type().isPrimitive();
    }
    String type = parameter.type().equals("Any") ? "Resource" : parameter.type();
    return content.type().isA(type);
  }

  /** Types of primitives begin with a small letter. */
  private static boolean isPrimitive(OperationParameter parameter) {
    return Character.isLowerCase(parameter.type().charAt(0));
  }

  private Issue unknown(String name) {
    return Issue.error(
        "not-supported",
        "The parameter '" + name + "' is not supported for operation '$" + signature.code() + "'.");
  }

  private void refuse(Issue issue) {
    if (lenient) {
      warnings.add(new Issue("warning", issue.code(), issue.diagnostics(), issue.expression()));
    } else {
      errors.add(issue);
    }
  }
}
