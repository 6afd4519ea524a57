package org.fhirserver.service.meta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessDecision;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.LabelQuery;
import org.fhirserver.store.search.LabelStore;
import org.fhirserver.store.search.SearchParameters;

/** Finds the profiles, tags and security labels of the resources that a caller may see. */
@ApplicationScoped
class LabelsInUse {
  /** How many different ones of a kind are looked for in each type. */
  static final int MOST = 100;

  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> PARAMETERS = List.of("_profile", "_security", "_tag");

  @Inject private AccessPolicy access;

  @Inject private SearchParameters parameters;

  @Inject private LabelStore store;

  @Inject private FhirJson json;

  /** A coding without what does not tell it from others. */
  private record Label(String system, String code) implements Comparable<Label> {
    private static final Comparator<Label> ORDER =
        Comparator.comparing(Label::system).thenComparing(Label::code);

    static Label of(Element coding) {
      return new Label(
          coding.childValue("system").orElse(""), coding.childValue("code").orElse(""));
    }

    @Override
    public int compareTo(Label other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * The JSON of a Meta with the labels in use.
   *
   * @param type of resources of that type; empty for all
   * @throws org.fhirserver.store.FhirException FORBIDDEN if the caller may not search that type
   */
  byte[] meta(RequestContext context, Optional<ResourceType> type) {
    TreeSet<String> profiles = new TreeSet<>();
    TreeSet<Label> security = new TreeSet<>();
    TreeSet<Label> tags = new TreeSet<>();
    type.ifPresent(one -> access.require(context.caller(), Action.SEARCH, one));
    types(type)
        .flatMap(one -> samples(context, one))
        .map(body -> json.readStored(body))
        .flatMap(resource -> resource.child("meta").stream())
        .forEach(
            meta -> {
              meta.children("profile").forEach(uri -> uri.value().ifPresent(profiles::add));
              meta.children("security").stream().map(Label::of).forEach(security::add);
              meta.children("tag").stream().map(Label::of).forEach(tags::add);
            });
    return write(profiles, security, tags);
  }

  private static Stream<ResourceType> types(Optional<ResourceType> type) {
    return type.map(Stream::of)
        .orElseGet(() -> Stream.of(ResourceType.values()).filter(ResourceType::isStored));
  }

  /** Resources that show the labels of their type. */
  private Stream<byte[]> samples(RequestContext context, ResourceType type) {
    if (!(access.decide(context.caller(), Action.SEARCH, type)
        instanceof AccessDecision.Allowed allowed)) {
      return Stream.empty();
    }
    Expression restriction = allowed.restriction();
    return PARAMETERS.stream()
        .flatMap(code -> parameters.of(context.tenant()).find(type, code).stream())
        .flatMap(
            parameter ->
                store
                    .samples(new LabelQuery(context.tenant(), parameter, restriction, MOST))
                    .stream());
  }

  private static byte[] write(
      Iterable<String> profiles, Iterable<Label> security, Iterable<Label> tags) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      generator.writeStartObject();
      if (profiles.iterator().hasNext()) {
        generator.writeArrayFieldStart("profile");
        for (String profile : profiles) {
          generator.writeString(profile);
        }
        generator.writeEndArray();
      }
      write(generator, "security", security);
      write(generator, "tag", tags);
      generator.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator generator, String name, Iterable<Label> labels)
      throws IOException {
    if (!labels.iterator().hasNext()) {
      return;
    }
    generator.writeArrayFieldStart(name);
    for (Label label : labels) {
      generator.writeStartObject();
      if (!label.system().isEmpty()) {
        generator.writeStringField("system", label.system());
      }
      if (!label.code().isEmpty()) {
        generator.writeStringField("code", label.code());
      }
      generator.writeEndObject();
    }
    generator.writeEndArray();
  }
}
