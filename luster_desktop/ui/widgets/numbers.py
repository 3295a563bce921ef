"""Numbers as people read them, in the computer's locale."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from luster_desktop.words.language import tr

WITHOUT_MINOR_UNIT = frozenset({"jpy", "krw", "vnd", "clp", "isk", "ugx", "xaf", "xof"})
SYMBOLS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}


def money(amount: int, currency: str) -> str:
    """An amount in the currency's minor unit, such as (1900, "usd") as "$19.00"."""
    code = currency.lower()
    decimals = 0 if code in WITHOUT_MINOR_UNIT else 2
    symbol = SYMBOLS.get(code, f"{code.upper()} ")
    return _locale().toCurrencyString(amount / 10**decimals, symbol, decimals)


def duration(seconds: float) -> str:
    """A time left, roughly: "less than a minute", "about 3 min", "about 2 h"."""
    if seconds < 55:
        return tr("less than a minute")
    minutes = round(seconds / 60)
    if minutes < 90:
        return tr("about {minutes} min", minutes=minutes)
    return tr("about {hours} h", hours=round(minutes / 60))


def size(count: int) -> str:
    """A number of bytes, such as "32.4 MB"."""
    return _locale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _locale() -> QLocale:
    """The computer's locale; the bare "C" locale, which knows no currency, reads as American English."""
    here = QLocale()
    return QLocale(QLocale.Language.English) if here.language() is QLocale.Language.C else here
