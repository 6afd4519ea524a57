-- PostgreSQL only: the words of resources. Each word carries a scope, which stands for tenant,
-- resource type and parameter, so that a search reads nothing of other types or tenants.
create table index_text (
  shard smallint not null,
  tenant smallint not null,
  path integer not null,
  resource_key bigint not null,
  element smallint,
  words tsvector not null
);
-- What is written waits in a short list until it is sorted in; every search reads that list.
create index index_text_search on index_text using gin (words)
  with (fastupdate = on, gin_pending_list_limit = 256);
create index index_text_resource on index_text (resource_key);
alter table index_text set (autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

-- What every resource is indexed by: 0 nothing, 1 narratives, 2 all text. Without resources that
-- is everything.
create table full_text_level (level smallint not null);
insert into full_text_level
  select case when exists (select 1 from resource) then 0 else 2 end;
