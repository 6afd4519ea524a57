package org.fhirserver.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests of which the last one is broken; those before it prepare its ground.
 *
 * @param name names the case in its file
 */
record FuzzCase(String name, List<FuzzRequest> requests) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Writes the case to a file that {@link #read} reads. */
  Path write(Path directory) {
    ArrayNode file = JSON.createArrayNode();
    for (FuzzRequest request : requests) {
      ObjectNode node = file.addObject();
      node.put("method", request.method()).put("path", request.path());
      ObjectNode headers = node.putObject("headers");
      request.headers().forEach(headers::put);
      node.put("body", request.body());
    }
    try {
      Path path = Files.createDirectories(directory).resolve(name + ".json");
      JSON.writerWithDefaultPrettyPrinter().writeValue(path.toFile(), file);
      return path.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case in a file. */
  static FuzzCase read(Path file) {
    try {
      List<FuzzRequest> requests = new ArrayList<>();
      for (JsonNode node : JSON.readTree(file.toFile())) {
        Map<String, String> headers = new LinkedHashMap<>();
        node.path("headers")
            .properties()
            .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        requests.add(
            new FuzzRequest(
                node.path("method").asText(),
                node.path("path").asText(),
                headers,
                node.path("body").binaryValue()));
      }
      return new FuzzCase(file.getFileName().toString(), requests);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
