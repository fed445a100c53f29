-- 200 customers, 60 products, 10,000 orders of one to four lines. No randomness: every run makes the same rows.

insert into customer (id, name, city)
select n,
       (array['Ada', 'Bruno', 'Chiara', 'Dmitri', 'Elif', 'Femi', 'Greta', 'Hiro', 'Ines', 'Jonas'])[1 + n % 10]
           || ' '
           || (array['Almeida', 'Berg', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Greco', 'Horvath', 'Ivanova', 'Jansen',
                     'Kowalski', 'Laurent', 'Moreau', 'Novak', 'Okafor', 'Petrov', 'Quinn', 'Rossi', 'Sato', 'Tanaka'])[1 + n / 10 % 20],
       (array['Lisbon', 'Oslo', 'Porto', 'Lyon', 'Bergen', 'Vienna', 'Turin'])[1 + n % 7]
from generate_series(1, 200) n;

insert into product (sku, name, price, on_hand)
select 'SKU-' || lpad(n::text, 3, '0'),
       (array['Oak', 'Steel', 'Linen', 'Glass', 'Cork', 'Brass'])[1 + (n - 1) / 10]
           || ' '
           || (array['lamp', 'shelf', 'stool', 'bowl', 'frame', 'tray', 'clock', 'hook', 'box', 'vase'])[1 + n % 10],
       round((5 + n * 137 % 19500 / 100.0)::numeric, 2),
       50 + n * 31 % 400
from generate_series(1, 60) n;

-- The newest orders are open, older ones shipped, and one in seventeen was cancelled. The total follows with the lines.
insert into customer_order (id, customer_id, status, placed_at, total)
select n,
       1 + n * 7919 % 200,
       case when n % 17 = 0 then 'CANCELLED' when n > 8800 then 'PLACED' else 'SHIPPED' end,
       timestamptz '2025-01-01 08:00:00+00' + n * interval '47 minutes',
       0
from generate_series(1, 10000) n;

-- The lines of an order name different products: 60 divides none of 17, 34 and 51.
insert into order_line (order_id, line_no, sku, quantity, unit_price)
select o.id, line_no, p.sku, 1 + (o.id + line_no) % 5, p.price
from customer_order o
cross join lateral generate_series(1, 1 + (o.id * 13 % 4)::integer) line_no
join product p on p.sku = 'SKU-' || lpad((1 + (o.id * 11 + line_no * 17) % 60)::text, 3, '0');

update customer_order o
set total = l.total
from (select order_id, sum(quantity * unit_price) as total from order_line group by order_id) l
where l.order_id = o.id;

select setval(pg_get_serial_sequence('customer', 'id'), (select max(id) from customer));
select setval(pg_get_serial_sequence('customer_order', 'id'), (select max(id) from customer_order));

analyze customer, product, customer_order, order_line;
