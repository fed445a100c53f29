package io.pgnative.spring.boot.actuate.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlSummaryTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            select 1                                                                  | SELECT
            select * from orders                                                      | SELECT orders
            SELECT o.id FROM shop.orders o WHERE o.id = $1                            | SELECT shop.orders
            select * from "Order Lines" l, customers as c where l.id = c.id           | SELECT Order Lines customers
            select * from a join b on a.x = b.x left join only c using (x), d         | SELECT a b c d
            select * from (a join b using (id)) where true                            | SELECT a b
            select * from (select * from orders) o                                    | SELECT SELECT orders
            select id from a where id in (select id from b)                           | SELECT a SELECT b
            select extract(epoch from created), trim(both ' ' from name) from orders  | SELECT orders
            select substring(name from 2 for 3) from orders                           | SELECT orders
            select a is distinct from b from orders                                   | SELECT orders
            select * from generate_series(1, 9) g, orders                             | SELECT orders
            select * from orders for update of orders                                 | SELECT orders
            select a, b from t group by a, b order by a, b                            | SELECT t
            select 1 union all select 2 from b                                        | SELECT SELECT b
            insert into orders (id, name) values ($1, $2)                             | INSERT orders
            insert into orders select * from carts                                    | INSERT orders SELECT carts
            insert into orders values (1) on conflict (id) do update set a = 1        | INSERT orders
            update orders set a = $1 from customers c where c.id = 1                  | UPDATE orders customers
            delete from orders using customers c where c.id = 1                       | DELETE orders customers
            merge into stock s using changes c on s.id = c.id when matched then update set n = 1 | MERGE stock changes
            with a as (select * from b), c(x) as materialized (select 1) select * from a, c, d | SELECT b SELECT d
            with recursive t(n) as (select 1 union all select n + 1 from t) select * from t | SELECT
            truncate table only orders, lines                                         | TRUNCATE orders lines
            copy orders (id) from stdin                                               | COPY orders
            copy (select * from orders) to stdout                                     | COPY SELECT orders
            create unlogged table secret_1 (id int)                                   | CREATE TABLE
            create unique index on orders using btree (id)                            | CREATE INDEX
            alter user bob password 'hunter2'                                         | ALTER USER
            create table copy_of as select * from orders                              | CREATE TABLE SELECT orders
            begin isolation level serializable                                        | BEGIN
            SAVEPOINT pgnative_1                                                      | SAVEPOINT
            LISTEN "orders"                                                           | LISTEN
            set search_path = secret                                                  | SET
            explain (analyze) select * from orders                                    | EXPLAIN SELECT orders
            table orders                                                              | TABLE orders
            call refresh_totals(1)                                                    | CALL refresh_totals
            insert into a values (1); update b set c = 2;                             | INSERT a UPDATE b
            -- select * from comment\\n/* from x */ select 1 -- from y                | postgresql
            hunter2                                                                   | postgresql
            """)
    void tellsCommandsAndTables(String sql, String summary) {
        assertThat(SqlSummary.of(sql)).isEqualTo(summary);
    }

    @Test
    void passesOverLiteralsAndComments() {
        assertThat(SqlSummary.of("select 'from secret', $$ from secret $$, e'\\' from secret' /* from x /* */ */\n"
                        + "-- from y\nfrom orders"))
                .isEqualTo("SELECT orders");
        assertThat(SqlSummary.of("")).isEqualTo("postgresql");
        assertThat(SqlSummary.of("select ((((")).isEqualTo("SELECT");
        assertThat(SqlSummary.of("))) select 1 from")).isEqualTo("SELECT");
    }

    @Test
    void staysWithinTheLengthThatTheConventionsAllow() {
        assertThat(SqlSummary.of("select * from t" + ", another_table_with_a_name".repeat(100)))
                .startsWith("SELECT t another_table_with_a_name")
                .hasSizeLessThanOrEqualTo(255)
                .endsWith("another_table_with_a_name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            select 'hunter2', 42, 1.5e3 from t where id = $1      | select ?, ?, ? from t where id = $1
            select e'it\\'s hunter2', "Name", a1 from t2           | select ?, "Name", a1 from t2
            select $$hunter2$$, $a$ hunter2 $$ $a$ from t         | select ?, ? from t
            select 1 /* hunter2 */ -- hunter2                     | select ?
            select U&'hunter2', x'ff', 'it''s hunter2'            | select U&?, x?, ?
            alter user bob password 'hunter2                      | alter user bob password ?
            select arr[1:2], a.5                                  | select arr[?:?], a?
            """)
    void takesOutLiteralsAndComments(String sql, String redacted) {
        assertThat(SqlRedaction.of(sql)).isEqualTo(redacted);
    }

    @Test
    void takesOutStringsThatGoOnInTheNextLine() {
        assertThat(SqlRedaction.of("select e'a' -- x\n 'b\\' hunter2' from t")).isEqualTo("select ? from t");
        assertThat(SqlRedaction.of("select 'a'\n'hunter2' from t")).isEqualTo("select ? ? from t");
        assertThat(SqlRedaction.of("x ".repeat(20_000))).hasSize(10_004).endsWith(" ...");
    }
}
