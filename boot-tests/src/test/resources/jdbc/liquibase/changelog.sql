--liquibase formatted sql

--changeset shop:1
create table liquibase_book (id int primary key, title text not null);
insert into liquibase_book values (1, 'The Left Hand of Darkness');
