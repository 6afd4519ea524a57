package org.fhirserver.it.search.oracle;

/** The types of search parameters. */
enum Kind {
  STRING,
  TOKEN,
  DATE,
  NUMBER,
  QUANTITY,
  REFERENCE,
  URI,
  POSITION,
  COMPOSITE
}
