-- What the modifiers :text, :below and the parameter near look for. Values of resources that are
-- stored already come with a reindex.

-- What a code is called, in the form in which strings are compared.
alter table index_token add column text varchar(128) ${text};

-- The whole value where it is longer than value.
alter table index_uri add column long_value varchar(32672) ${text};
create index index_uri_text on index_uri (tenant, path, value);

-- Degrees; longitude from -180 to 180.
create table index_position (
  shard smallint not null,
  tenant smallint not null,
  path integer not null,
  resource_key bigint not null,
  element smallint,
  latitude double precision not null,
  longitude double precision not null
);
create index index_position_search
  on index_position (tenant, path, latitude, longitude, resource_key);
create index index_position_resource on index_position (resource_key);
