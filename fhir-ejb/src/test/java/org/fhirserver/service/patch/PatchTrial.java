package org.fhirserver.service.patch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;

/**
 * Tries patches on Patients, with apostrophes in place of quotes. An operation is its type and its
 * parts: {@code delete path=valueString:'Patient.name'}.
 */
final class PatchTrial {
  private static final Pattern PART = Pattern.compile("^(\\w+)=(\\w+):");

  private final FhirDefinitions definitions = FhirDefinitions.load();
  private final FhirJson json = new FhirJson(definitions);

  /** The Patient with the operations done. */
  String patch(String patient, String... operations) {
    return apply(read(operations), patient);
  }

  /** The patch of those operations. */
  Patch read(String... operations) {
    List<String> all = new ArrayList<>();
    for (String operation : operations) {
      all.add("{'name':'operation','part':[" + parts(operation) + "]}");
    }
    return readParameters("[" + String.join(",", all) + "]");
  }

  /** The patch of those parameters as they are. */
  Patch readParameters(String parameters) {
    String content = parameters.equals("[]") ? "" : ",'parameter':" + parameters;
    return FhirPathPatch.of(
        json.read(bytes("{'resourceType':'Parameters'" + content + "}")), definitions, json);
  }

  String apply(Patch patch, String patient) {
    String rest = patient.substring(1);
    String separator = rest.equals("}") ? "" : ",";
    byte[] patched = patch.apply(bytes("{'resourceType':'Patient'" + separator + rest));
    return new String(patched, StandardCharsets.UTF_8)
        .replace("\"", "'")
        .replaceFirst("'resourceType':'Patient',?", "");
  }

  private static String parts(String operation) {
    int space = operation.indexOf(' ');
    String type = space < 0 ? operation : operation.substring(0, space);
    List<String> parts = new ArrayList<>();
    parts.add("{'name':'type','valueCode':'" + type + "'}");
    String rest = space < 0 ? "" : operation.substring(space + 1);
    for (String part : rest.split(" (?=(?:path|name|value|index|source|destination)=)")) {
      Matcher matcher = PART.matcher(part);
      if (matcher.find()) {
        parts.add(
            "{'name':'%s','%s':%s}"
                .formatted(matcher.group(1), matcher.group(2), part.substring(matcher.end())));
      }
    }
    return String.join(",", parts);
  }

  /** An apostrophe within a text is written behind a backslash. */
  private static byte[] bytes(String text) {
    return text.replace("\\'", "\u0001")
        .replace('\'', '"')
        .replace('\u0001', '\'')
        .getBytes(StandardCharsets.UTF_8);
  }
}
