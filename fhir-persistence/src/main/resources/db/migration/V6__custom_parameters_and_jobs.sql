-- Search parameters that a tenant defines, and work in the background.
-- Every change of the parameters gives the one row of index_revision its next number.
create table index_revision (
  shard smallint not null,
  revision bigint not null,
  constraint index_revision_pk primary key (shard)
);
insert into index_revision (shard, revision) values (0, 1);

-- One row for each definition that is indexed, was indexed or is about to be.
-- definition: the SearchParameter resource as it was when the row came into being.
create table custom_parameter (
  shard smallint not null,
  tenant smallint not null,
  state smallint not null,
  parameter_key bigint not null,
  revision bigint not null,
  id varchar(64) ${text} not null,
  definition ${binary} not null,
  constraint custom_parameter_pk primary key (parameter_key, tenant, shard)
);
create index custom_parameter_by_id on custom_parameter (tenant, id);

-- The processes that write index rows, and by which revision each of them does.
create table indexing_node (
  shard smallint not null,
  node_key bigint not null,
  revision bigint not null,
  heartbeat bigint not null,
  constraint indexing_node_pk primary key (node_key, shard)
);

-- position_type, position_key: the last resource that was dealt with; end_key: where the scan ends.
create table job (
  shard smallint not null,
  tenant smallint not null,
  state smallint not null,
  scope smallint not null,
  position_type smallint not null,
  job_key bigint not null,
  subject_key bigint not null,
  owner bigint not null,
  token bigint not null,
  lease_until bigint not null,
  position_key bigint not null,
  end_key bigint not null,
  done bigint not null,
  total bigint not null,
  created_at bigint not null,
  started_at bigint not null,
  finished_at bigint not null,
  kind varchar(32) ${text} not null,
  base_url varchar(2048) not null,
  error varchar(1024) not null,
  constraint job_pk primary key (job_key, tenant, shard)
);
create index job_by_state on job (state, job_key);
