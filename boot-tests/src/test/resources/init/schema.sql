do $$ begin
  insert into shelf(word) values ('scripted');
end $$;
