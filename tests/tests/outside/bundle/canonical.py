"""Canonical JSON (§2 of ledger-format.md): read, refusing equal names and numbers out of range; write again; compare the bytes.
And what else the values of a text are examined by."""

import base64
import hashlib
import json
import re

from faults import Fault, need

MIB = 1 << 20
LARGEST = 2**53 - 1
LATEST = 253370764799999
HEX64 = re.compile(r"[0-9a-f]{64}")
SUBJECT = re.compile(r"[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_.-]{1,64}")


def sha256(data):
    return hashlib.sha256(data).digest()


def whole(value, most=LARGEST, least=0):
    """Whether a JSON value is an integer in a range; `True` is none, though Python says so."""
    return type(value) is int and least <= value <= most


def matches(pattern, value):
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def unbase64(text):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise Fault("malformed base64") from None
    need(base64.b64encode(data).decode() == text, "base64 with loose bits or line breaks")
    return data


def members(pairs):
    result = dict(sorted(pairs, key=lambda pair: pair[0].encode("utf-16-be")))
    need(len(result) == len(pairs), "a member stands there twice")
    return result


def number(text):
    value = int(text) if len(text) <= 17 else LARGEST + 1
    need(-LARGEST <= value <= LARGEST, "a number is out of range")
    return value


def no_number(text):
    raise Fault(f"{text[:40]} is no number of this format")


def depth(value):
    deepest, stack = 0, [(value, 1)]
    while stack:
        item, level = stack.pop()
        if isinstance(item, (dict, list)):
            deepest = max(deepest, level)
            stack.extend((inner, level + 1) for inner in (item.values() if isinstance(item, dict) else item))
    return deepest


def canonical(data, most=64 * MIB):
    need(len(data) <= most, "the text is too long")
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=members, parse_int=number, parse_float=no_number,
                           parse_constant=no_number)
        again = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except (ValueError, RecursionError):  # JSON, UTF-8 and lone surrogates
        raise Fault("no JSON, or not valid Unicode") from None
    need(again == data, "not in the canonical form")
    need(depth(value) <= 32, "nested too deeply")
    return value


def exactly(value, names, what):
    need(isinstance(value, dict) and set(value) == set(names), f"{what} has not exactly the members of this format")


def check_version(value, name, newest):
    """The number of `format`, which is examined first: a newer one is not malformed (§7, §13.2)."""
    found = value.get("format")
    need(matches(re.compile(name + "/[1-9][0-9]{0,8}"), found), "an unknown format")
    number = int(found.split("/")[1])
    need(number <= newest, f"the format {found} is newer: take a newer verifier")
    return number
