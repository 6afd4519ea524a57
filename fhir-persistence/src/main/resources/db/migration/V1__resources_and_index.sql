-- The store: current resources, their past versions, and one index table per kind of value.
-- shard: a hash of tenant, type and id, the distribution column of a sharded database.
-- Placeholders: binary, text (binary collation), see Dialect.

create table resource (
  shard smallint not null,
  tenant smallint not null,
  type smallint not null,
  method smallint not null,
  resource_key bigint not null,
  identity_hash bigint not null,
  last_updated bigint not null,
  version integer not null,
  id varchar(64) ${text} not null,
  body ${binary} not null,
  constraint resource_pk primary key (type, id, tenant, shard)
);
create unique index resource_by_key on resource (tenant, type, resource_key, shard);
create index resource_by_identity on resource (tenant, identity_hash);
create index resource_by_last_updated on resource (tenant, type, last_updated, resource_key);

-- Every version but the current one; a deletion is a version without body.
create table resource_version (
  shard smallint not null,
  tenant smallint not null,
  type smallint not null,
  method smallint not null,
  version integer not null,
  last_updated bigint not null,
  id varchar(64) ${text} not null,
  body ${binary},
  constraint resource_version_pk primary key (type, id, version, tenant, shard)
);

-- Held by a transaction while it decides whether anything matches its condition.
create table condition_lock (
  shard smallint not null,
  tenant smallint not null,
  criteria_hash bigint not null,
  constraint condition_lock_pk primary key (criteria_hash, tenant, shard)
);

create sequence resource_key_block as bigint start with 1 increment by 1;

create table index_token (
  shard smallint not null,
  tenant smallint not null,
  path integer not null,
  code_hash bigint not null,
  system_hash bigint not null,
  resource_key bigint not null,
  element smallint,
  code varchar(64) ${text} not null
);
create index index_token_search on index_token (tenant, path, code_hash, resource_key, system_hash);
create index index_token_resource on index_token (resource_key);

create table index_string (
  shard smallint not null,
  tenant smallint not null,
  path integer not null,
  exact_hash bigint not null,
  resource_key bigint not null,
  element smallint,
  value varchar(128) ${text} not null,
  long_value varchar(32672) ${text}
);
create index index_string_search on index_string (tenant, path, value, resource_key);
create index index_string_resource on index_string (resource_key);

-- span 0: no longer than a day, so that both ends of a search bound the scan; 1: longer.
create table index_date (
  shard smallint not null,
  tenant smallint not null,
  path integer not null,
  low bigint not null,
  high bigint not null,
  resource_key bigint not null,
  span smallint not null,
  element smallint
);
create index index_date_search on index_date (tenant, span, path, low, resource_key);
create index index_date_resource on index_date (resource_key);

-- Numbers stand as text whose order is their numeric order; high is null where it equals low.
create table index_quantity (
  shard smallint not null,
  tenant smallint not null,
  path integer not null,
  code_hash bigint not null,
  system_hash bigint not null,
  resource_key bigint not null,
  element smallint,
  low varchar(64) ${text} not null,
  high varchar(64) ${text}
);
create index index_quantity_search on index_quantity (tenant, path, code_hash, low, resource_key);
create index index_quantity_resource on index_quantity (resource_key);

-- target_hash: identity_hash of the resource pointed to, else the hash of the URL (target_type 0).
create table index_reference (
  shard smallint not null,
  tenant smallint not null,
  path integer not null,
  target_hash bigint not null,
  resource_key bigint not null,
  target_type smallint not null,
  element smallint
);
create index index_reference_search on index_reference (tenant, path, target_hash, resource_key);
create index index_reference_resource on index_reference (resource_key);

create table index_uri (
  shard smallint not null,
  tenant smallint not null,
  path integer not null,
  value_hash bigint not null,
  resource_key bigint not null,
  element smallint,
  value varchar(256) ${text} not null
);
create index index_uri_search on index_uri (tenant, path, value_hash, resource_key);
create index index_uri_resource on index_uri (resource_key);
