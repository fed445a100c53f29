"""asyncpg as one of the measured clients: the same statements, the same values, each of them compared.

Arguments: check, or measure with workload, callers, rate, connections, seconds of warm-up, seconds of a window and the
number of windows; then "query:NAME=statement" for each statement and "key:workload=key" for those whose key is a size.
Where the server is asyncpg takes from libpq's environment variables.
"""
import asyncio
import math
import struct
import sys
import time
from datetime import datetime, timedelta, timezone

import asyncpg

try:
    import uvloop
except ImportError:
    uvloop = None

EPOCH = datetime(2024, 1, 1, tzinfo=timezone.utc)
ITEMS = 10_000
PAGE = 20
LINES = 1_000
LINES_TO_COPY = 10_000
SLOW = -1
CALLS_TO_CHECK = 8
COUNTED_BEFORE, COUNTED = 3, 5
LEAST_CALLS_PER_CALLER, MOST_PROLONGATIONS = 5, 20
MASK = (1 << 64) - 1


class Connection(asyncpg.Connection):
    def get_reset_query(self):
        # The other pools send nothing when a connection comes back.
        return ""


# ---- what must be read


def item(i):
    return (i, i % 97, f"item {i}", i % 2 == 0, i / 8.0, EPOCH + timedelta(minutes=i, microseconds=i))


def octets(seed, length):
    return bytes((seed + j) % 256 for j in range(length))


class Expected:
    """Rows by workload and key, made once."""

    def __init__(self):
        self.known = {}
        self.items = [item(i) for i in range(1, ITEMS + 1)]

    def rows(self, workload, key):
        if workload == "20-rows":
            return self.items[key - 1 : key - 1 + PAGE]
        if key == SLOW or workload == "select-1+1":
            return [(2,)]
        if workload in ("row-by-key", "uncached", "mix", "transaction"):
            return self.items[key - 1 : key]
        if (workload, key) not in self.known:
            self.known[workload, key] = self.make(workload, key)
        return self.known[workload, key]

    @staticmethod
    def make(workload, key):
        if workload == "1000-ints":
            return [(i,) for i in range(1, key + 1)]
        if workload == "100-bytea":
            return [(octets(i, 1_024),) for i in range(1, 101)]
        if workload == "100-arrays":
            return [([i * j for j in range(1, 101)],) for i in range(1, 101)]
        if workload == "wide":
            return [(octets(0, 2_000),)] * key
        if workload == "wide-value":
            return [(b"x" * key,)]
        if workload == "copy-in-10000":
            return [(LINES_TO_COPY,)]
        return None  # pg-type: the server's affair

    def check(self, workload, key, rows):
        expected = self.rows(workload, key)
        if expected is None:
            self.known[workload, key] = rows
        elif rows != expected:
            raise AssertionError(f"wrong values for {workload}, key {key}")


# ---- the checksum, as the runner computes it


def fold(total, value):
    if isinstance(value, bool):
        number = int(value)
    elif isinstance(value, int):
        number = value
    elif isinstance(value, float):
        number = struct.unpack(">q", struct.pack(">d", value))[0]
    elif isinstance(value, str):
        number = 0
        for character in value:
            number = (number * 31 + ord(character)) & 0xFFFFFFFF
        number -= (number >> 31) << 32
    elif isinstance(value, datetime):
        number = (value - EPOCH) // timedelta(microseconds=1) + int(EPOCH.timestamp()) * 1_000_000
    elif isinstance(value, list):
        for element in value:
            total = fold(total, element)
        return total
    elif len(value) == 1:
        return fold(total, value.decode())  # a "char"
    else:
        total = fold(total, len(value))
        for octet in (value[0], value[len(value) // 2], value[-1]):
            total = fold(total, octet - 256 if octet > 127 else octet)  # Java's bytes have a sign
        return total
    return (total * 31 + number) & MASK


def checksum(rows):
    total = 17
    for row in rows:
        for value in row:
            total = fold(total, value)
    return total - ((total >> 63) << 64)


# ---- the calls


class Calls:
    def __init__(self, pool, queries, keys):
        self.pool = pool
        self.queries = queries
        self.keys = keys
        self.expected = Expected()
        self.texts = 0
        self.lines = [
            (i, i // 10, i % 97, f"sku-{i}", i / 4.0, i % 2 == 0, EPOCH + timedelta(minutes=i, microseconds=i))
            for i in range(1, LINES_TO_COPY + 1)
        ]
        self.lines_to_insert = self.lines[:LINES]
        # As the binary format has them: header, rows of a count, seven lengths and the values, trailer.
        self.bytes_of_lines = 19 + 2 + sum(2 + 7 * 4 + 33 + len(line[3]) for line in self.lines)

    def key(self, workload, turn):
        if workload in self.keys:
            return self.keys[workload]
        if workload in ("pg-type", "100-bytea", "100-arrays", "copy-in-10000", "copy-out-bytes"):
            return 0  # they have none; expected rows are made once
        if workload == "mix" and turn % 10 == 0:
            return SLOW
        key = 1 + turn * 7_919 % ITEMS
        return min(key, ITEMS - PAGE + 1) if workload == "20-rows" else key

    async def run(self, workload, key):
        """One call; gives the rows, whose values are those expected."""
        rows = await self.send(workload, key)
        if workload == "copy-out-bytes":
            if rows != [(self.bytes_of_lines,)]:
                raise AssertionError(f"wrong number of bytes: {rows}")
        elif workload != "execute-many-1000":
            self.expected.check(workload, key, rows)
        return rows

    async def send(self, workload, key):
        pool, queries = self.pool, self.queries
        if workload == "execute-many-1000":
            await pool.executemany(queries["INSERT_LINE"], self.lines_to_insert)
            return [(LINES,)]  # asyncpg tells no count
        if workload == "copy-in-10000":
            schema, table = queries["COPY_LINES"].split()[1].split(".")
            tag = await pool.copy_records_to_table(table, schema_name=schema, records=self.lines)
            return [(int(tag.split()[1]),)]
        if workload == "copy-out-bytes":
            count = 0

            async def sink(data):
                nonlocal count
                count += len(data)

            await pool.copy_from_query(queries["LINES"], output=sink, format="binary")
            return [(count,)]
        if workload == "transaction":
            async with pool.acquire() as connection:
                async with connection.transaction():
                    await connection.execute(queries["UPDATE_STOCK"], key)
                    return [await connection.fetchrow(queries["STOCK"], key)]
        if workload == "uncached":
            self.texts += 1
            return [await pool.fetchrow(f"{queries['ITEM']} /* {self.texts} */", key)]
        if key == SLOW:
            return [await pool.fetchrow(queries["SLEEP"])]
        if workload in ("row-by-key", "mix"):
            return [await pool.fetchrow(queries["ITEM"], key)]
        if workload == "select-1+1":
            return [await pool.fetchrow(queries["ONE"])]
        if workload == "wide-value":
            return [await pool.fetchrow(queries["WIDE_VALUE"], key)]
        name = {"20-rows": "ITEMS", "1000-ints": "SERIES", "wide": "WIDE"}.get(workload)
        if name:
            return await pool.fetch(queries[name], key)
        return await pool.fetch(
            queries[{"pg-type": "TYPES", "100-bytea": "DOCUMENTS", "100-arrays": "VECTORS"}[workload]]
        )


class Measure:
    def __init__(self, calls, workload, callers, rate):
        self.calls = calls
        self.workload = workload
        self.callers = callers
        self.rate = rate
        self.operations = 0
        self.latencies = []
        self.running = True
        self.begin = time.perf_counter_ns()

    async def call(self, turn, start):
        key = self.calls.key(self.workload, turn)
        await self.calls.run(self.workload, key)
        if key != SLOW:
            self.latencies.append(time.perf_counter_ns() - start)
        self.operations += 1

    async def caller(self, index):
        done = 0
        while self.running:
            start = time.perf_counter_ns()
            if self.rate:
                due = self.begin + int((done * self.callers + index) * 1e9 / self.rate)
                if due > start:
                    await asyncio.sleep((due - start) / 1e9)
                start = due
            await self.call(index * 1_003 + done, start)
            done += 1

    def usage(self):
        return time.perf_counter_ns(), time.process_time_ns(), self.operations

    def tell(self, before):
        nanos, cpu, operations = (now - then for now, then in zip(self.usage(), before))
        ordered = sorted(self.latencies)
        p50, p99 = (ordered[max(0, math.ceil(len(ordered) * part) - 1)] for part in (0.5, 0.99))
        line = ["measured", "asyncpg", self.workload, self.callers, operations, nanos, cpu, -1, p50, p99]
        print(",".join(map(str, line)), flush=True)

    async def windows(self, warm_up, window, windows):
        tasks = [asyncio.create_task(self.caller(i)) for i in range(self.callers)]

        async def let_run(seconds):
            ended, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
            for task in ended:
                task.result()

        await let_run(warm_up)
        for _ in range(windows):
            self.latencies = []
            before = self.usage()
            enough = self.operations + LEAST_CALLS_PER_CALLER * self.callers
            for _ in range(MOST_PROLONGATIONS):
                await let_run(window)
                if self.operations >= enough:
                    break
            else:
                raise AssertionError("too few calls ended")
            self.tell(before)
        self.running = False
        await asyncio.gather(*tasks)

    async def counted(self, windows):
        for turn in range(COUNTED_BEFORE):
            await self.call(turn, 0)
        for _ in range(windows):
            self.latencies = []
            before = self.usage()
            for turn in range(COUNTED):
                await self.call(turn, time.perf_counter_ns())
            self.tell(before)


async def main(arguments):
    plain = [a for a in arguments if ":" not in a]
    named = dict(a.split(":", 1)[1].split("=", 1) for a in arguments if a.startswith("query:"))
    keys = {k: int(v) for k, v in (a[4:].rsplit("=", 1) for a in arguments if a.startswith("key:"))}
    if plain[0] == "check":
        async with asyncpg.create_pool(min_size=1, max_size=2, connection_class=Connection) as pool:
            calls = Calls(pool, named, keys)
            for workload in plain[1:]:
                for turn in range(CALLS_TO_CHECK):
                    rows = await calls.run(workload, calls.key(workload, turn))
                print(f"{workload},{CALLS_TO_CHECK},{checksum(rows)}", flush=True)
        return
    workload, callers, rate, connections, warm_up, window, windows = plain[1], *map(int, plain[2:])
    size = min(callers, connections)
    async with asyncpg.create_pool(
        min_size=size, max_size=connections, connection_class=Connection, statement_cache_size=256
    ) as pool:
        measure = Measure(Calls(pool, named, keys), workload, callers, rate)
        if workload in ("wide", "wide-value"):
            await measure.counted(windows)
        else:
            await measure.windows(warm_up, window, windows)


if uvloop is not None:
    uvloop.install()
asyncio.run(main(sys.argv[1:]))
