-- Derby only: whether a list of numbers, which travels as one text, has a number.
create function in_number_list(numbers varchar(32672), number bigint) returns integer
  language java parameter style java deterministic no sql
  external name 'org.fhirserver.store.database.DerbyNumberList.contains';
