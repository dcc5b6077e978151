"""Document numbers that a person can print and say: SO261121-0007."""

from datetime import date

from django.db import connection


def next_in(key: str) -> int:
    """The next number under a key; gapless, because it is drawn in the document's transaction.

    One statement on both databases. Draw it last: whoever draws it holds the row until the
    commit.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_numbersequence (key, last) VALUES (%s, 1) "
            "ON CONFLICT (key) DO UPDATE SET last = kernel_numbersequence.last + 1 "
            "RETURNING last",
            [key],
        )
        return int(cursor.fetchone()[0])


def next_number(prefix: str, day: date) -> str:
    """The next document number of a kind on a business date, unique in the company."""
    stem = f"{prefix}{day:%y%m%d}"
    return f"{stem}-{next_in(stem):04}"
