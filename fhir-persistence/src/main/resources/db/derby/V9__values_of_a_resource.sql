-- Derby only: the values of one resource at one path, for Derby takes one index of a table; a
-- resource may have thousands at another path.
drop index index_token_resource;
create index index_token_resource on index_token (resource_key, path);
drop index index_string_resource;
create index index_string_resource on index_string (resource_key, path);
drop index index_date_resource;
create index index_date_resource on index_date (resource_key, path);
drop index index_quantity_resource;
create index index_quantity_resource on index_quantity (resource_key, path);
drop index index_reference_resource;
create index index_reference_resource on index_reference (resource_key, path);
drop index index_uri_resource;
create index index_uri_resource on index_uri (resource_key, path);
drop index index_position_resource;
create index index_position_resource on index_position (resource_key, path);
