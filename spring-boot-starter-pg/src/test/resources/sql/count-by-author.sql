-- The books of one author.
select count(*) from book where author = :author
