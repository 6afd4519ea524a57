-- Derby only: it reads an index in one direction.
create index resource_newest_first
  on resource (tenant, type, last_updated desc, resource_key desc);
create index resource_version_newest_first
  on resource_version (tenant, type, last_updated desc, resource_key desc);
