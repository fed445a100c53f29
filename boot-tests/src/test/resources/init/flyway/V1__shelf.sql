create table shelf(word text, at int generated always as identity);
insert into shelf(word) values ('migrated');
