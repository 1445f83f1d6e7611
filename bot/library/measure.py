"""How long a text is where Telegram counts."""

import html
import re


def strip(markup: str) -> str:
    return html.unescape(re.sub(r"</?[a-z][^>]*>", "", markup))


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 units of the text without its markup."""
    return utf16(strip(text))


def utf16(text: str) -> int:
    """The same of a text that has no markup."""
    return len(text.encode("utf-16-le")) // 2
