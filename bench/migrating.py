"""How many rows a second a migration reads and writes here: what `twite migrate --plan` reckons
with, measured on a table of a million rows like microposts.

    .venv/bin/python -m bench.migrating [URL]
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from twite.adapters.sql.engines import engine

ROWS = 1_000_000
TABLE = "CREATE TABLE twite_bench (id BIGINT PRIMARY KEY, author_id BIGINT, text TEXT)"
FILL = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
    INSERT INTO twite_bench SELECT i, i % 1000, 'what a micropost says, more or less: ' || i FROM n
"""
STEPS = {
    "a column more": "ALTER TABLE twite_bench ADD COLUMN count INTEGER NOT NULL DEFAULT 0",
    "an index": "CREATE INDEX ix_twite_bench ON twite_bench (author_id, id)",
    "every row changed": "UPDATE twite_bench SET count = 1",
    "every row copied": "CREATE TABLE twite_bench_copy AS SELECT * FROM twite_bench",
}


def measure(connection: Connection) -> None:
    connection.exec_driver_sql(TABLE)
    connection.exec_driver_sql(FILL.format(rows=ROWS))
    for name, statement in STEPS.items():
        began = time.perf_counter()
        connection.exec_driver_sql(statement)
        seconds = time.perf_counter() - began
        print(f"{name:<20}{seconds:8.2f} s  {ROWS / seconds:14,.0f} rows/s")


def main() -> None:
    with TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'bench.db'}"
        made = engine(url)
        with made.connect() as connection:
            try:
                measure(connection)
            finally:
                for table in ("twite_bench", "twite_bench_copy"):
                    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
        made.dispose()


if __name__ == "__main__":
    main()
