package org.fhirserver.store.model.examples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Makes the file of official examples from the unpacked npm package hl7.fhir.r4.examples 4.0.1.
 *
 * <p>Left out are the Bundles that pack the definitions of FHIR itself and a second copy of the
 * implementation guide: half of all bytes.
 */
public final class OfficialExamplesMaker {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "Bundle-dataelements.json",
          "Bundle-extensions.json",
          "Bundle-profiles-others.json",
          "Bundle-resources.json",
          "Bundle-searchParams.json",
          "Bundle-terminologies.json",
          "Bundle-types.json",
          "Bundle-v2-valuesets.json",
          "Bundle-v3-valuesets.json",
          "Bundle-valueset-expansions.json",
          "Bundle-valuesets.json",
          "ig-r4.json",
          "package.json");

  /** Those that break the specification; the test of the examples tells how. */
  private static final Set<String> INVALID =
      Set.of(
          "ImplementationGuide-fhir.json",
          "Questionnaire-qs1.json",
          "SearchParameter-codesystem-extensions-CodeSystem-author.json",
          "SearchParameter-codesystem-extensions-CodeSystem-effective.json",
          "SearchParameter-codesystem-extensions-CodeSystem-end.json",
          "SearchParameter-codesystem-extensions-CodeSystem-keyword.json",
          "SearchParameter-codesystem-extensions-CodeSystem-workflow.json",
          "SearchParameter-questionnaireresponse-extensions-QuestionnaireResponse-item-subject.json",
          "SearchParameter-valueset-extensions-ValueSet-author.json",
          "SearchParameter-valueset-extensions-ValueSet-effective.json",
          "SearchParameter-valueset-extensions-ValueSet-end.json",
          "SearchParameter-valueset-extensions-ValueSet-keyword.json",
          "SearchParameter-valueset-extensions-ValueSet-workflow.json");

  private OfficialExamplesMaker() {}

  /** Takes the folder "package" and the folder of this class among the test resources. */
  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[1]);
    List<Path> files = files(Path.of(arguments[0]));
    Predicate<Path> isInvalid = file -> INVALID.contains(file.getFileName().toString());
    write(files, isInvalid.negate(), target.resolve(OfficialExamples.VALID));
    write(files, isInvalid, target.resolve(OfficialExamples.INVALID));
  }

  private static void write(List<Path> files, Predicate<Path> filter, Path target)
      throws IOException {
    try (OutputStream out =
        new XZOutputStream(Files.newOutputStream(target), new LZMA2Options(9))) {
      for (Path file : files.stream().filter(filter).toList()) {
        out.write(withoutSpace(Files.readAllBytes(file)));
        out.write('\n');
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> !LEFT_OUT.contains(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  private static byte[] withoutSpace(byte[] json) {
    byte[] compact = new byte[json.length];
    int length = 0;
    boolean isInString = false;
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      boolean isByteOrderMark = (b & 0xFF) == 0xEF && i == 0;
      if (isByteOrderMark) {
        i += 2;
      } else if (isInString || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
        compact[length++] = b;
      }
      if (b == '"') {
        isInString = !isInString;
      } else if (b == '\\') {
        compact[length++] = json[++i];
      }
    }
    return Arrays.copyOf(compact, length);
  }
}
