create table aot_replica as select 2 as id;
