"""DER, written from §12.1 of ledger-format.md. An element is (tag, content, all its bytes)."""

import calendar
import re
import time

from faults import Fault, need


def element(data, at=0):
    need(len(data) - at >= 2 and data[at] & 31 != 31, "malformed")
    length, start = data[at + 1], at + 2
    if length >= 128:
        size = length - 128
        need(1 <= size <= 4 and len(data) - start >= size, "malformed")  # 0x80, the indefinite length, has size 0
        length = int.from_bytes(data[start:start + size], "big")
        need(length >= 128 and length >> 8 * (size - 1), "malformed")
        start += size
    need(len(data) - start >= length, "malformed")
    return data[at], data[start:start + length], data[at:start + length]


def children(content):
    result, at = [], 0
    while at < len(content):
        result.append(element(content, at))
        at += len(result[-1][2])
    return result


def check_der(item, level=0):
    tag, content, _ = item
    need(level < 40, "malformed")
    if tag & 0x20:
        need(tag >= 0x40 or tag in (0x30, 0x31), "malformed")  # strings in pieces
        for child in children(content):
            check_der(child, level + 1)
    else:
        need(tag not in (0x00, 0x10, 0x11), "malformed")
        need(tag != 1 or content in (b"\0", b"\xff"), "malformed")
        need(tag != 2 or minimal(content), "malformed")
        need(tag != 3 or (content and content[0] < 8 and (len(content) > 1 or not content[0])), "malformed")
        need(tag != 5 or not content, "malformed")


def minimal(content):
    return bool(content) and not (len(content) > 1 and content[:2] < b"\0\x80" and content[0] == 0) and \
        not (len(content) > 1 and content[0] == 255 and content[1] >= 128)


def one(data, trailing="trailing_bytes"):
    item = element(data)
    need(len(item[2]) == len(data), trailing)
    check_der(item)
    return item


class Fields:
    """The fields of a structure, taken in order; what is left over at `done` is not as prescribed."""

    def __init__(self, item, tag=0x30):
        need(item[0] == tag, "malformed")
        self.items = children(item[1])

    def maybe(self, *tags):
        return self.items.pop(0) if self.items and self.items[0][0] in tags else None

    def take(self, *tags):
        item = self.maybe(*tags)
        need(item is not None, "malformed")
        return item

    def done(self):
        need(not self.items, "malformed")


def inner(item):
    """What an explicit tag holds."""
    items = children(item[1])
    need(len(items) == 1, "malformed")
    return items[0]


def integer(item):
    need(minimal(item[1]), "malformed")
    return int.from_bytes(item[1], "big", signed=True)


def oid(item):
    need(item[0] == 6 and item[1] and item[1][-1] < 128, "malformed")
    arcs, value, fresh = [], 0, True
    for byte in item[1]:
        need(not (fresh and byte == 128), "malformed")
        value, fresh = value << 7 | byte & 127, byte < 128
        if fresh:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, [first, arcs[0] - 40 * first, *arcs[1:]]))


def algorithm(item):
    """The identifier and its parameters, or None."""
    fields = Fields(item)
    name, parameters = oid(fields.take(6)), fields.items.pop(0) if fields.items else None
    fields.done()
    return name, parameters


def moment_of(item):
    """Milliseconds of a UTCTime or a GeneralizedTime, cut off; only the latter may have a fraction (§12.5, 6)."""
    text = item[1].decode("latin-1")
    if item[0] == 0x17:
        text = ("20" if text[:2] < "50" else "19") + text
    found = re.fullmatch(r"([0-9]{14})(?:\.([0-9]*[1-9]))?Z", text)
    need(found and (item[0] == 0x18 or not found[2]), "malformed")
    try:
        seconds = calendar.timegm(time.strptime(found[1], "%Y%m%d%H%M%S"))
    except ValueError:
        raise Fault("malformed") from None
    need(time.strftime("%Y%m%d%H%M%S", time.gmtime(seconds)) == found[1], "malformed")  # no 60th second
    return seconds * 1000 + int((found[2] or "").ljust(3, "0")[:3])
