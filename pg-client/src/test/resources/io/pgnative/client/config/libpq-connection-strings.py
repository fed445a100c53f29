"""Writes libpq-connection-strings.tsv and libpq-keywords.tsv: what libpq makes of connection strings.

Run by hand, with the libpq of the newest PostgreSQL (the servers that the tests start bring it in their directory lib):

    python3 libpq-connection-strings.py /path/to/libpq.so.5
"""
import ctypes
import itertools
import os
import sys


class Option(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ("keyword", "envvar", "compiled", "val", "label", "dispchar")] + [
        ("dispsize", ctypes.c_int)
    ]


libpq = ctypes.CDLL(sys.argv[1])
libpq.PQconndefaults.restype = ctypes.POINTER(Option)
libpq.PQconninfoParse.restype = ctypes.POINTER(Option)
libpq.PQconninfoParse.argtypes = [ctypes.c_char_p, ctypes.POINTER(ctypes.c_char_p)]
libpq.PQconninfoFree.argtypes = [ctypes.POINTER(Option)]
VERSION = libpq.PQlibVersion()


def options(pointer):
    i = 0
    while pointer[i].keyword:
        yield pointer[i]
        i += 1


def escape(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def parse(text):
    error = ctypes.c_char_p()
    parsed = libpq.PQconninfoParse(text.encode(), ctypes.byref(error))
    if not parsed:
        return "!" + escape(error.value.decode(errors="replace").strip())
    found = [
        o.keyword.decode() + "=" + escape(o.val.decode(errors="replace"))
        for o in options(parsed)
        if o.val is not None and not (o.keyword == b"sslcompression")
    ]
    libpq.PQconninfoFree(parsed)
    return "\t".join(found)


def uris():
    users = ["", "app@", "app:pw@", "app:@", ":pw@", "us%40er:p%3Aa%2Fs%40s@", "a+b:c+d@", "app:a:b@", "u%20v@"]
    hosts = [
        "",
        "db",
        "db:6000",
        "db:",
        "db.example.com:5432",
        "10.0.0.1",
        "[::1]",
        "[::1]:6000",
        "[fe80::1%25eth0]:6000",
        "a,b",
        "a:1,b:2",
        "a:1,b",
        "a,b:2",
        "a:1,[::1]:2,10.0.0.1",
        "[::1],[::2]:7",
        "%2Ftmp",
        "%2Fvar%2Frun%2Fpostgresql:6000",
        "%2Ftmp,db",
        "h%40st:543%33",
        "@",
        ":6000",
        "a,,b",
        ",",
        "%40abstract",
    ]
    rests = ["", "/", "/shop", "/shop?", "/d%2Fb%20%C3%A9", "?user=q", "/a/b", "/shop?port=7000"]
    for user, host in itertools.product(users, hosts):
        yield "postgres://" + user + host + "/shop"
    for host, rest in itertools.product(hosts, rests):
        yield "postgresql://app@" + host + rest
        yield "postgresql://" + host + rest
    queries = [
        "host=/tmp",
        "host=%2Ftmp&port=6000",
        "host=a,b&port=1,2",
        "host=a%2Cb",
        "host=",
        "host=&port=",
        "hostaddr=10.0.0.1",
        "host=a&hostaddr=10.0.0.1",
        "dbname=x",
        "dbname=x&dbname=y",
        "user=u&password=p",
        "password=a+b",
        "password=a%20b",
        "password=a%2Bb",
        "password=p%26%3D",
        "password=",
        "p%61ssword=x",
        "user=us%40er",
        "user=us@er",
        "port=543%33",
        "ssl=true",
        "ssl=false",
        "sslmode=require",
        "sslmode=nonsense",
        "sslmode=",
        "application_name=till&connect_timeout=3",
        "options=-c%20geqo%3Doff",
        "options=-c+geqo%3Doff",
        "target_session_attrs=read-write&load_balance_hosts=random",
        "sslrootcert=system",
        "require_auth=!password,!md5",
        "sslnegotiation=direct&channel_binding=require",
        "keepalives=1&keepalives_idle=10&keepalives_interval=5&keepalives_count=3&tcp_user_timeout=0",
        "min_protocol_version=3.0&max_protocol_version=latest",
        "gssencmode=disable&krbsrvname=pg&gsslib=gssapi&gssdelegation=0",
        "passfile=%2Fx&service=shop",
        "sslcert=c&sslkey=k&sslpassword=s&sslcrl=r&sslcrldir=d&sslsni=0&sslcertmode=allow",
        "ssl_min_protocol_version=TLSv1.2&ssl_max_protocol_version=TLSv1.3",
        "requirepeer=postgres",
        "replication=database",
        "client_encoding=UTF8",
        "fallback_application_name=x",
        "unknown_word=1",
        "my.setting=1",
        "user",
        "=x",
        "user=a&",
        "user=a&&port=1",
        "&user=a",
        "user=a=b",
        "user=%",
        "user=%4",
        "user=%zz",
        "user=%00",
        "us er=x",
        " user=x",
        "user= x",
        "user=x ",
        "user=a b",
        "user=a\tb",
        "user=a#b",
        "user=%C3%A9",
        "user=é",
    ]
    for prefix, query in itertools.product(
        ["postgres://", "postgres:///shop", "postgresql://app:pw@db:6000/shop", "postgres://a:1,b:2"], queries
    ):
        yield prefix + "?" + query
    yield from [
        "postgres://[::1/shop",
        "postgres://[]/shop",
        "postgres://[::1]5432/shop",
        "postgres://[::1]x",
        "postgres://::1/shop",
        "postgres://a%4@db",
        "postgres://a%zz@db",
        "postgres://a%00b@db",
        "postgres://db/sh%00op",
        "postgres://db:54x2/shop",
        "postgres://db:0/shop",
        "postgres://app#1:p#w@db",
        "postgres://app:x@y@db/shop",
        "postgres://app:x/y@db/shop",
        "postgres://app:x?y@db/shop",
        "postgres://db/shop#fragment",
        "postgres:// db /shop",
        "postgres://d b/shop",
        " postgres://db/shop",
        "postgres:/db",
        "http://db/shop",
        "postgres",
        "",
    ]


def pairs():
    values = [
        "host=db",
        "host=db port=6000 dbname=shop user=app password=pw",
        "host = db   port =6000\tdbname= shop",
        "  host=db  ",
        "host=db\nport=1\r\nuser=x",
        "password='a b'",
        "password='a\\'b'",
        "password='a\\\\b'",
        "password=a\\ b",
        "password=a\\'b",
        "password=a\\\\b",
        "password=a\\",
        "password='a\\",
        "password=''",
        "password=",
        "password= user=x",
        "password='a",
        "password='a'user=b",
        "password='a' 'b'",
        "password=a'b",
        "password=a'b c'd",
        "password=a=b",
        "password==",
        "user='a=b'",
        "=x",
        "host",
        "host port=1",
        "host=db port",
        "host='/tmp' port=5432",
        "host=/tmp,/var/run port=1,2",
        "host=@abstract",
        "host=::1",
        "host='::1,10.0.0.1'",
        "hostaddr=10.0.0.1,10.0.0.2 host=a,b",
        "user=us%40er",
        "password=a+b",
        "password=a%20b",
        "dbname='host=other'",
        "dbname=postgres://other/x",
        "sslmode=verify-full sslrootcert=system",
        "ssl=true",
        "unknown_word=1",
        "my.setting=1",
        "HOST=db",
        "user=é",
        "user=a#b",
        "options='-c geqo=off -c search_path=a,b'",
        "host=a host=b",
        "connect_timeout=3 application_name='my app'",
        "require_auth=scram-sha-256 channel_binding=require",
        "target_session_attrs=prefer-standby load_balance_hosts=random",
        "'host'=db",
        "host=db,",
        "host=,db",
        "port=",
        "port='' host=''",
        "host=db;port=1",
        "password=a&b",
        "\\host=db",
    ]
    yield from values
    for quote, inner in itertools.product(["", "'"], ["x", "a\\b", "a\\\\", "\\'", "é ", "a\\ b", "a\tb", "", " "]):
        for tail in ["", " port=1", "port=1"]:
            yield "user=" + quote + inner + quote + tail


folder = os.path.dirname(os.path.abspath(__file__))
HEADER = "# Made by libpq-connection-strings.py with libpq %d, and not to be edited.\n" % VERSION
with open(os.path.join(folder, "libpq-connection-strings.tsv"), "w", encoding="utf-8") as out:
    out.write(HEADER)
    out.write("# Each line: the connection string, then keyword=value as libpq reads them, or ! and libpq's complaint.\n")
    out.write("# Tab, line feed, carriage return and backslash are written \\t, \\n, \\r and \\\\.\n")
    for text in dict.fromkeys(itertools.chain(uris(), pairs())):
        out.write(escape(text) + "\t" + parse(text) + "\n")
with open(os.path.join(folder, "libpq-keywords.tsv"), "w", encoding="utf-8") as out:
    out.write(HEADER)
    out.write("# Each line: keyword, environment variable, and the default that is compiled in.\n")
    for option in options(libpq.PQconndefaults()):
        row = [option.keyword, option.envvar or b"", option.compiled or b""]
        out.write("\t".join(column.decode() for column in row) + "\n")
