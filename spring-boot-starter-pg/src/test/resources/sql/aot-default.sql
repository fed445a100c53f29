create table aot_default as select 1 as id;
