"""Reads time-stamp tokens (section 12.5 of docs/ledger-format.md), as far as hashes go: who signed them is not examined."""

import hashlib
import re
import time

from basics import require, sha256


def element(data):
    """The first element of DER: its tag, its contents, and what follows it."""
    require(len(data) >= 2 and data[0] & 31 != 31, "not DER")
    length, start = data[1], 2
    if length >= 128:
        start = 2 + (length & 127)
        require(3 <= start <= 6 and len(data) >= start and data[2] != 0, "the length of an element")
        length = int.from_bytes(data[2:start], "big")
        require(length >= 128, "a length longer than needed")
    require(len(data) >= start + length, "an element that is cut off")
    return data[0], data[start : start + length], data[start + length :]


def only(data, tag):
    found, contents, rest = element(data)
    require(found == tag and not rest, "another element")
    return contents


def children(data):
    found = []
    while data:
        tag, contents, data = element(data)
        found.append((tag, contents))
    return found


def oid(dotted):
    first, second, *others = map(int, dotted.split("."))
    encoded = bytearray([first * 40 + second])
    for number in others:
        digits = [number & 127]
        while number := number >> 7:
            digits.append(number & 127 | 128)
        encoded.extend(reversed(digits))
    return 6, bytes(encoded)


HASHES = {oid("2.16.840.1.101.3.4.2.%d" % n): hashlib.new(name) for n, name in [(1, "sha256"), (2, "sha384"), (3, "sha512")]}


def digest(algorithm, data):
    name = children(algorithm)[0]
    require(name in HASHES, "the hash")
    fresh = HASHES[name].copy()
    fresh.update(data)
    return fresh.digest()


def read_token(token, text):
    """What a token says, if it is about `text`. Who signed it is not examined."""
    require(len(token) <= 256 * 1024, "too long")
    info = children(only(token, 0x30))
    require(len(info) == 2 and info[0] == oid("1.2.840.113549.1.7.2") and info[1][0] == 0xA0, "not SignedData")
    fields = children(only(info[1][1], 0x30))
    require(len(fields) >= 4 and fields[-1][0] == 0x31, "SignedData")
    kind, wrapped = (children(fields[2][1]) + [None])[:2]
    require(kind == oid("1.2.840.113549.1.9.16.1.4") and wrapped and wrapped[0] == 0xA0, "not a time-stamp")
    content = only(wrapped[1], 4)
    signer = children(only(fields[-1][1], 0x30))
    require(len(signer) >= 6 and signer[3][0] == 0xA0, "the signer")
    values = [children(attribute) for _, attribute in children(signer[3][1])]
    found = [value[1][1] for value in values if value[0] == oid("1.2.840.113549.1.9.4")]
    require(len(found) == 1 and only(found[0], 4) == digest(signer[2][1], content), "not the content that was signed")
    fields = children(only(content, 0x30))
    require(len(fields) >= 5 and fields[0] == (2, b"\1") and fields[4][0] == 24, "TSTInfo")
    algorithm, imprint = children(fields[2][1])
    require(children(algorithm[1])[0] == oid("2.16.840.1.101.3.4.2.1") and imprint == (4, sha256(text)), "about something else")
    said = fields[4][1].decode("ascii", "replace")
    require(re.fullmatch(r"[0-9]{14}(\.[0-9]*[1-9])?Z", said), "the time")
    latest = time.strftime("%Y%m%d%H%M%S", time.gmtime(time.time() + 300))
    require(said[:14] <= latest, "from the future")
    return {"time": said, "signature": "not checked"}
