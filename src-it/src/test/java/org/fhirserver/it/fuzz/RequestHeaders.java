package org.fhirserver.it.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fhirserver.it.fuzz.JsonTree.Members;

/** Headers and parameters, mostly sensible. */
final class RequestHeaders {
  private static final List<String> ACCEPT =
      List.of(
          "application/fhir+json",
          "application/fhir+json",
          "application/fhir+xml",
          "application/xml",
          "*/*",
          "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
          "application/fhir+json;q=0.1, application/fhir+xml;q=0.9",
          "application/fhir+json; fhirVersion=4.0",
          "image/png");

  private static final List<String> PREFER =
      List.of(
          "return=minimal",
          "return=representation",
          "return=OperationOutcome",
          "handling=strict",
          "handling=lenient",
          "return=",
          "respond-async");

  private static final List<String> CONDITIONS =
      List.of("identifier=a|b", "_id=1", "_tag=x", "", "nonsense=1", "%", "_lastUpdated=gt2020");

  private static final List<String> PARAMETERS =
      List.of(
          "?_format=json",
          "?_format=xml",
          "?_format=text/html",
          "?_pretty=true",
          "?_pretty=maybe",
          "?_summary=true",
          "?_elements=id",
          "?_format=nonsense",
          "?nonsense=1");

  private static final String PROVENANCE =
      "{\"resourceType\":\"Provenance\",\"recorded\":\"2024-01-01T00:00:00Z\","
          + "\"agent\":[{\"who\":{\"display\":\"fuzz\"}}]}";

  private final Random random;

  RequestHeaders(Random random) {
    this.random = random;
  }

  /** The headers of a body. */
  Map<String, String> of(String contentType) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", Nasty.pick(random, ACCEPT));
    headers.put(
        "Content-Type",
        switch (random.nextInt(40)) {
          case 0 -> "application/fhir+json";
          case 1 -> "application/fhir+xml; charset=utf-8";
          case 2 -> "text/plain";
          case 3 -> contentType + "; charset=utf-16";
          case 4 -> contentType + "; fhirVersion=3.0";
          default -> contentType;
        });
    sometimes(headers, 5, "Prefer", Nasty.pick(random, PREFER));
    sometimes(headers, 20, "If-None-Exist", Nasty.pick(random, CONDITIONS));
    sometimes(
        headers, 20, "If-Match", Nasty.pick(random, List.of("W/\"1\"", "W/\"2\"", "\"1\"", "*")));
    sometimes(headers, 20, "Accept-Charset", "utf-8, iso-8859-1;q=0.5");
    sometimes(
        headers,
        15,
        "X-Provenance",
        random.nextInt(4) == 0 ? Nasty.literal(random).substring(0, 1) : PROVENANCE);
    return headers;
  }

  /** A path, now and then with a parameter. */
  String path(String target) {
    return random.nextInt(12) == 0 ? target + Nasty.pick(random, PARAMETERS) : target;
  }

  /** The request of an entry. */
  JsonTree ofEntry(String method, String url) {
    Members request =
        JsonTree.object("method", JsonTree.string(method), "url", JsonTree.string(url));
    if (random.nextInt(8) == 0) {
      request.set("ifNoneExist", JsonTree.string(Nasty.pick(random, CONDITIONS)));
    }
    if (random.nextInt(8) == 0) {
      request.set("ifMatch", JsonTree.string("W/\"1\""));
    }
    if (random.nextInt(8) == 0) {
      request.set("url", JsonTree.string(url + "?" + Nasty.pick(random, CONDITIONS)));
    }
    return request;
  }

  private void sometimes(Map<String, String> headers, int often, String name, String value) {
    if (random.nextInt(often) == 0) {
      headers.put(name, value);
    }
  }
}
