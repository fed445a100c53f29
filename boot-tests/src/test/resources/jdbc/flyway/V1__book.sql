create table flyway_book (id int primary key, title text not null);
insert into flyway_book values (1, 'The Dispossessed');
