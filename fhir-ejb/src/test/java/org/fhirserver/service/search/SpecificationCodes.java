package org.fhirserver.service.search;

import java.util.Optional;
import org.fhirserver.service.terminology.CodeSource;
import org.fhirserver.store.terminology.Canonical;
import org.fhirserver.store.terminology.CodeHierarchy;
import org.fhirserver.store.terminology.CodeSet;
import org.fhirserver.store.terminology.SpecificationTerminology;
import org.fhirserver.store.terminology.ValueSetEvaluation;

/** The codes of the specification's own value sets and code systems. */
final class SpecificationCodes implements CodeSource {
  private final SpecificationTerminology specification = new SpecificationTerminology();

  @Override
  public CodeSet valueSet(String reference) {
    return ValueSetEvaluation.codes(specification, Canonical.parse(reference), maxCodes());
  }

  @Override
  public CodeSet hierarchy(CodeHierarchy direction, String system, String code) {
    return direction.codes(
        specification, new Canonical(system, Optional.empty()), code, maxCodes());
  }

  @Override
  public int maxCodes() {
    return 1000;
  }
}
