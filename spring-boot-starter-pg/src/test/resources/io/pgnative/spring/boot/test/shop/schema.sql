create table book(title text primary key);
create function shelve(title text) returns void language plpgsql as $$
begin
  insert into book values (title);
end
$$;
