package org.fhirserver.service.validation;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.validation.ValidationBody.UncheckedResource;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.FhirJson;

/**
 * What a call of {@code $validate} asks for.
 *
 * @param resource the resource in the body
 * @param profiles canonical URLs of the profiles to hold it against beside those that it names
 * @param mode what the resource is meant for
 */
record ValidationRequest(
    Optional<UncheckedResource> resource, List<String> profiles, Optional<ValidationMode> mode) {

  /**
   * Reads a call.
   *
   * @throws FhirException INVALID if a parameter is unknown, given twice or has no legal value
   */
  static ValidationRequest of(OperationCall call, FhirJson json) {
    ValidationBody body =
        call.uncheckedBody()
            .or(() -> call.body().map(json::write))
            .map(ValidationBodyReader::read)
            .orElse(ValidationBody.NONE);
    List<String> profiles = new ArrayList<>(body.profiles());
    List<String> modes = new ArrayList<>(body.modes());
    for (QueryParameter parameter : call.query()) {
      switch (parameter.name()) {
        case "profile" -> profiles.add(parameter.value());
        case "mode" -> modes.add(parameter.value());
        default ->
            throw new FhirException(
                Category.INVALID,
                "not-supported",
                "The parameter '" + parameter.name() + "' is not supported for $validate.");
      }
    }
    return new ValidationRequest(
        body.resource(),
        single("profile", profiles).map(ValidationRequest::canonical).stream().toList(),
        single("mode", modes).map(ValidationRequest::mode));
  }

  private static Optional<String> single(String name, List<String> values) {
    List<String> different = values.stream().distinct().toList();
    if (different.size() > 1) {
      throw FhirException.invalid("The parameter '" + name + "' is given more than once.");
    }
    return different.stream().findFirst();
  }

  private static String canonical(String profile) {
    if (!isAbsolute(profile.split("\\|", 2)[0])) {
      throw FhirException.invalid(
          "The parameter 'profile' must be the canonical URL of a profile, an absolute URL.");
    }
    return profile;
  }

  private static boolean isAbsolute(String url) {
    try {
      return new URI(url).isAbsolute();
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static ValidationMode mode(String code) {
    return ValidationMode.coded(code)
        .orElseThrow(
            () ->
                FhirException.invalid(
                    "The parameter 'mode' must be create, update, delete or profile."));
  }
}
