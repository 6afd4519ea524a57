package org.fhirserver.service.bundle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.fhirserver.service.search.Criteria;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** §11.9. */
class WrittenTargetsTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " & ",
      value = {
        "PUT Patient/1 & PUT Patient/1",
        "PUT Patient/1 & DELETE /Patient/1",
        "PUT Patient/1 & PATCH http://x/fhir/Patient/1",
        "DELETE Patient/1 & DELETE Patient/1?hardDelete=true",
        "PUT Patient?identifier=a & PUT Patient?identifier=a",
        "PUT Patient?identifier=urn:t|a & PATCH Patient?identifier=urn%3At%7Ca",
        "PUT Patient?identifier=a&name=b & DELETE Patient?name=b&identifier=a&name=b&_count=5",
        "POST Patient?identifier=a & POST Patient?identifier=a",
        "POST Patient?identifier=a & PUT Patient?identifier=a",
        "POST Patient?identifier=a & PATCH Patient?_sort=name&identifier=a",
      })
  void refusesTwoEntriesForTheSame(String one, String other) {
    WrittenTargets targets = new WrittenTargets();
    targets.add(write(one));

    FhirException refused =
        assertThrows(FhirException.class, () -> targets.add(write(other)), () -> other);
    assertTrue(
        refused
            .issues()
            .get(0)
            .diagnostics()
            .startsWith("Bundle contains multiple entries that refers to the same resource 'Pat"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " & ",
      value = {
        "PUT Patient/a & PUT Patient/A",
        "PUT Patient/a & PUT Group/a",
        "PUT Patient?identifier=a & PUT Patient?identifier=A",
        "PUT Patient?identifier=a & PUT Group?identifier=a",
        "DELETE Patient?identifier=a & POST Patient?identifier=a",
        "POST Patient & POST Patient",
      })
  void takesEntriesForDifferentThings(String one, String other) {
    WrittenTargets targets = new WrittenTargets();
    targets.add(write(one));

    assertDoesNotThrow(() -> targets.add(write(other)));
  }

  @Test
  void refusesCriteriaThatStandForWhatAnotherEntryWrites() {
    ResourceKey key = new ResourceKey(ResourceType.PATIENT, "1");
    Criteria criteria = Criteria.of(ResourceType.PATIENT, "identifier=a");
    WrittenTargets targets = new WrittenTargets();
    assertDoesNotThrow(() -> targets.requireUnwritten(key, criteria));
    targets.add(write("DELETE Patient/1"));

    assertThrows(FhirException.class, () -> targets.add(key, criteria));
    assertThrows(FhirException.class, () -> targets.requireUnwritten(key, criteria));
  }

  /** The write of a request line; with POST a query stands for ifNoneExist. */
  private static EntryRequest.Write write(String line) {
    String[] request = line.split(" ");
    String[] url = request[1].split("\\?");
    boolean post = request[0].equals("POST");
    EntryConditions conditions =
        new EntryConditions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            post && url.length == 2 ? Optional.of(url[1]) : Optional.empty());
    BundleEntry entry =
        new BundleEntry(
            0, Optional.empty(), request[0], post ? url[0] : request[1], conditions, 0, 1);
    return (EntryRequest.Write) EntryRouter.route(entry, "http://x/fhir");
  }
}
