package org.fhirserver.store.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the file of types. It has a line for each value set with one line for each code system in
 * it, and a line for each type with one line for each element that is not inherited:
 *
 * <pre>
 * open boolean code ...            the types of an element without limits, written as *
 * codes contact-point-system       "open" behind it if other codes are allowed
 *  http://hl7.org/fhir/contact-point-system phone fax ...
 * datatype ContactPoint : Element
 *  system 0..1s code #contact-point-system
 *  value 0..1s string
 * </pre>
 *
 * <p>Behind the cardinality stands {@code s} for an element of the summary and {@code m} for one
 * that changes the meaning of the others.
 */
final class DefinitionsFile {
  private static final String ABSTRACT = "abstract-";

  private final Map<String, TypeDefinition> types = new LinkedHashMap<>();
  private final Map<String, Codes> codes = new HashMap<>();
  private final Map<String, List<ResourceType>> targets = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private List<String> openTypes = List.of();

  /** The types by name, each after its base. */
  Map<String, TypeDefinition> read(String file) {
    readLines(file);
    forEachBlock(this::declare);
    forEachBlock(this::complete);
    return types;
  }

  private void readLines(String file) {
    try (InputStream stream = DefinitionsFile.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + file);
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      reader.lines().filter(line -> !line.startsWith("#")).forEach(lines::add);
    } catch (IOException e) {
      throw new IllegalStateException("Not readable: " + file, e);
    }
  }

  /** Something done with a line that is not indented and the indented lines after it. */
  private interface BlockReader {
    void read(String[] header, List<String> body);
  }

  private void forEachBlock(BlockReader reader) {
    for (int start = 0; start < lines.size(); ) {
      int end = start + 1;
      while (end < lines.size() && lines.get(end).startsWith(" ")) {
        end++;
      }
      reader.read(words(lines.get(start)), lines.subList(start + 1, end));
      start = end;
    }
  }

  private static String[] words(String line) {
    return line.strip().split(" ");
  }

  private void declare(String[] header, List<String> body) {
    switch (header[0]) {
      case "open" -> openTypes = List.of(header).subList(1, header.length);
      case "codes" -> declareCodes(header[1], header.length == 2, body);
      default -> declareType(header);
    }
  }

  private void declareCodes(String name, boolean isClosed, List<String> body) {
    Map<String, List<String>> codesBySystem = new LinkedHashMap<>();
    for (String line : body) {
      String[] words = words(line);
      codesBySystem.put(words[0], Arrays.asList(words).subList(1, words.length));
    }
    codes.put(name, Codes.of(codesBySystem, isClosed));
  }

  private void declareType(String[] header) {
    boolean isAbstract = header[0].startsWith(ABSTRACT);
    TypeDefinition.Kind kind =
        switch (isAbstract ? header[0].substring(ABSTRACT.length()) : header[0]) {
          case "primitive" -> TypeDefinition.Kind.PRIMITIVE;
          case "datatype" -> TypeDefinition.Kind.DATATYPE;
          case "backbone" -> TypeDefinition.Kind.BACKBONE;
          case "resource" -> TypeDefinition.Kind.RESOURCE;
          default -> throw new IllegalStateException("Unknown kind of type: " + header[0]);
        };
    Optional<TypeDefinition> base =
        header.length > 3 ? Optional.of(declared(header[3])) : Optional.empty();
    types.put(header[1], new TypeDefinition(header[1], kind, isAbstract, base));
  }

  private TypeDefinition declared(String name) {
    TypeDefinition type = types.get(name);
    if (type == null) {
      throw new IllegalStateException("Unknown type: " + name);
    }
    return type;
  }

  private void complete(String[] header, List<String> body) {
    if (header[0].equals("open") || header[0].equals("codes")) {
      return;
    }
    TypeDefinition type = declared(header[1]);
    int inherited = type.base().map(base -> base.elements().size()).orElse(0);
    if (inherited + body.size() > Long.SIZE) {
      throw new IllegalStateException("More elements than bits: " + type);
    }
    List<ElementDefinition> elements = new ArrayList<>();
    for (String line : body) {
      elements.add(element(words(line), inherited + elements.size()));
    }
    type.complete(elements);
  }

  private ElementDefinition element(String[] words, int index) {
    boolean isChoice = words[0].endsWith("[x]");
    String name = isChoice ? words[0].substring(0, words[0].length() - 3) : words[0];
    int dots = words[1].indexOf("..");
    int min = Integer.parseInt(words[1].substring(0, dots));
    String flags = words[1].replaceFirst("^[^sm]*", "");
    String max = words[1].substring(dots + 2, words[1].length() - flags.length());
    int last = words.length;
    Codes bound = Codes.NONE;
    if (words[last - 1].startsWith("#")) {
      last--;
      bound = codes.getOrDefault(words[last].substring(1), Codes.NONE);
    }
    ElementDefinition element =
        new ElementDefinition(
            name,
            isChoice,
            min,
            max.equals("*") ? Integer.MAX_VALUE : Integer.parseInt(max),
            index,
            bound,
            flags.contains("s"),
            flags.contains("m"));
    List<String> names = words[2].equals("*") ? openTypes : Arrays.asList(words).subList(2, last);
    element.complete(names.stream().map(this::choice).toList());
    return element;
  }

  private ElementDefinition.Choice choice(String text) {
    int parenthesis = text.indexOf('(');
    if (parenthesis < 0) {
      return new ElementDefinition.Choice(declared(text), List.of());
    }
    return new ElementDefinition.Choice(
        declared(text.substring(0, parenthesis)),
        targets.computeIfAbsent(
            text.substring(parenthesis + 1, text.length() - 1), DefinitionsFile::resourceTypes));
  }

  private static List<ResourceType> resourceTypes(String names) {
    return Arrays.stream(names.split("\\|"))
        .map(name -> ResourceType.named(name).orElseThrow())
        .toList();
  }
}
