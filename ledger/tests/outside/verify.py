#!/usr/bin/env python3
"""Verifies evidence files of Acté, written from docs/ledger-format.md alone, with the Python standard library alone.

usage: verify.py [--key VKEY] FILE...        FILE is an evidence file (JSON) or a PDF that holds one

Prints one line of JSON for each file: the outcome of each check (passed, remarked, failed, not_reached) and the counts.
Of time-stamps it checks what they are about and what they say, not who signed them: that needs more than the standard library.
Section numbers are those of the page.
"""

import base64
import json
import re
import sys
import time

from basics import Refused, require, sha256
from ed25519 import check_signature, decode_point
from timestamp import read_token

CHECKS = ["file", "format", "key", "trusted_key", "checkpoint", "origin", "headers", "order", "payloads", "proofs"]
CHECKS.append("time_stamps")
MIB = 1024 * 1024
DAY = 24 * 60 * 60 * 1000
PRESENT = time.time_ns() // 1_000_000


# Section 2: canonical JSON


def unique(pairs):
    require(len(pairs) == len(dict(pairs)), "a name occurs twice")
    return dict(pairs)


def no_float(text):
    raise Refused("a number that is no integer: " + text)


def check_value(value, depth):
    if isinstance(value, (list, dict)):
        require(depth < 32, "too deep")
        for item in value.values() if isinstance(value, dict) else value:
            check_value(item, depth + 1)
    elif isinstance(value, int) and not isinstance(value, bool):
        require(abs(value) < 2**53, "an integer out of range")


def utf16(text):
    return text.encode("utf-16-be")


def write(value):
    if isinstance(value, dict):
        return "{" + ",".join(write(name) + ":" + write(value[name]) for name in sorted(value, key=utf16)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(write, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def canonical(data, limit):
    require(len(data) <= limit, "too long")
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_float=no_float, parse_constant=no_float)
        check_value(value, 0)
        require(write(value).encode("utf-8") == data, "not in canonical form")
    except (ValueError, RecursionError) as error:
        raise Refused(str(error))
    return value


# Section 5: keys


def unbase64(text):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError as error:
        raise Refused(str(error))
    require(base64.b64encode(data).decode() == text, "base64 with loose bits")
    return data


def check_name(name):
    require(1 <= len(name.encode("utf-8")) <= 128, "the length of the name")
    require(not any(c.isspace() or c == "+" or ord(c) < 32 or 127 <= ord(c) < 160 for c in name), "the name")


def read_key(text):
    parts = text.split("+", 2)
    require(len(parts) == 3, "not three parts")
    name, key_id, encoded = parts
    check_name(name)
    typed = unbase64(encoded)
    require(len(typed) == 33 and typed[0] == 1, "not an Ed25519 key")
    require(key_id == sha256(name.encode("utf-8"), b"\n", typed)[:4].hex(), "the key id")
    decode_point(typed[1:])
    return name, key_id, typed[1:]


# Section 6: checkpoints


def read_checkpoint(note, key):
    name, key_id, public = key
    require(len(note.encode("utf-8")) <= 256 * 1024, "too long")
    require(not any(ord(c) < 32 and c != "\n" for c in note), "a control character")
    text, found, lines = note.rpartition("\n\n")
    require(found and text and lines.endswith("\n"), "not a note")
    text, lines, good = text + "\n", lines[:-1].split("\n"), False
    require(len(lines) <= 32, "too many signatures")
    signatures = []
    for line in lines:
        parts = line.split(" ")
        require(len(parts) == 3 and parts[0] == "\u2014", "not a signature line")
        check_name(parts[1])
        data = unbase64(parts[2])
        require(len(data) > 4, "not a signature")
        signatures.append((parts[1], data))
    for signer, data in signatures:
        if signer == name and data[:4].hex() == key_id:
            check_signature(public, text.encode("utf-8"), data[4:])
            good = True
    require(good, "not signed by the key")
    lines = text[:-1].split("\n")
    require(len(lines) >= 3 and all(lines), "not a checkpoint")
    require(re.fullmatch("0|[1-9][0-9]*", lines[1], re.ASCII) and int(lines[1]) < 2**53, "the size")
    root = unbase64(lines[2])
    require(len(root) == 32, "the root")
    return lines[0], int(lines[1]), root, text.encode("utf-8")


# Sections 3 and 4: entries and the log


def is_hex(text, digits):
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{%d}" % digits, text) is not None


def is_integer(value, limit):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < limit


def read_header(text):
    header = canonical(text.encode("utf-8"), 1024)
    require(isinstance(header, dict), "not an object")
    require(set(header) == {"actor", "digest", "index", "kind", "subject", "time", "v"}, "the members")
    require(header["v"] == 1 and header["v"] is not True, "the version")
    require(is_hex(header["digest"], 64), "the digest")
    require(is_integer(header["index"], 2**53 - 1), "the index")
    require(is_integer(header["time"], 253370764799999 + 1), "the time")
    for member, pattern in [
        ("actor", "(member|contact):[0-9a-f]{32}|system"),
        ("kind", "[a-z0-9_.-]{1,64}"),
        ("subject", "[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_.-]{1,64}"),
    ]:
        require(isinstance(header[member], str) and re.fullmatch(pattern, header[member]), member)
    return header


def check_payload(entry, header):
    shown = entry["state"] == "disclosed"
    require((entry["payload"] is not None) == shown and (entry["salt"] is not None) == shown, "the state disagrees")
    if shown:
        data = entry["payload"].encode("utf-8")
        payload = canonical(data, 16 * MIB)
        require(isinstance(payload, dict) and payload.get("kind") == header["kind"], "the kind of the payload")
        tag = b"acte-payload/1\n\0"
        require(sha256(tag, bytes.fromhex(entry["salt"]), data).hex() == header["digest"], "another payload")


def proven_root(index, size, leaf, proof):
    require(index < size, "beyond the log")
    first, second, root = index, size - 1, leaf
    for other in proof:
        require(second > 0, "the proof is too long")
        if first % 2 == 1 or first == second:
            root = sha256(b"\1", other, root)
            while first % 2 == 0 and first > 0:
                first, second = first // 2, second // 2
        else:
            root = sha256(b"\1", root, other)
        first, second = first // 2, second // 2
    require(second == 0, "the proof is too short")
    return root


def check_continued(old, old_root, new, new_root, proof):
    """That the log of `new` entries begins with that of `old`, of which 0 < old < new (RFC 9162 §2.1.4.2)."""
    path = [old_root] + proof if old & (old - 1) == 0 else proof
    require(proof, "not_continued: the proof is empty")
    first, second = old - 1, new - 1
    while first % 2 == 1:
        first, second = first // 2, second // 2
    before = after = path[0]
    for other in path[1:]:
        require(second > 0, "not_continued: the proof is too long")
        if first % 2 == 1 or first == second:
            before, after = sha256(b"\1", other, before), sha256(b"\1", other, after)
            while first % 2 == 0 and first > 0:
                first, second = first // 2, second // 2
        else:
            after = sha256(b"\1", after, other)
        first, second = first // 2, second // 2
    require(second == 0 and before == old_root and after == new_root, "not_continued: other roots, or the proof is too short")


# Section 7: the file


def is_proof(value):
    return isinstance(value, list) and all(is_hex(hash, 64) for hash in value)


def is_tokens(value):
    return isinstance(value, list) and len(value) <= 8 and all(isinstance(token, str) for token in value)


def check_form(file):
    require(isinstance(file, dict) and isinstance(file.get("format"), str), "the format")
    require(not re.fullmatch("acte-evidence/([3-9]|[1-9][0-9]+)", file["format"], re.ASCII), "a newer format needs a newer verifier")
    require(file["format"] in ("acte-evidence/1", "acte-evidence/2"), "the format")
    members = {"checkpoint", "entries", "format", "origin", "time_stamps", "vkey"}
    require(set(file) == members | ({"earlier"} if file["format"] == "acte-evidence/2" else set()), "the members")
    require(all(isinstance(file[member], str) for member in ["checkpoint", "origin", "vkey"]), "a member is no text")
    require(isinstance(file["entries"], list) and len(file["entries"]) <= 10_000, "the entries")
    require(is_tokens(file["time_stamps"]), "the time-stamps")
    for entry in file["entries"]:
        require(isinstance(entry, dict), "an entry is no object")
        require(set(entry) == {"header", "payload", "proof", "salt", "state"}, "the members of an entry")
        require(isinstance(entry["header"], str), "a header is no text")
        require(entry["payload"] is None or isinstance(entry["payload"], str), "a payload is no text")
        require(is_proof(entry["proof"]), "a proof")
        require(entry["salt"] is None or is_hex(entry["salt"], 64), "a salt")
        require(entry["state"] in ("disclosed", "withheld", "erased"), "a state")
    if "earlier" in file:
        check_form_of_earlier(file["earlier"])


def check_form_of_earlier(states):
    require(isinstance(states, list) and 1 <= len(states) <= 32, "the earlier states")
    for state in states:
        require(isinstance(state, dict) and set(state) == {"checkpoint", "proof", "time_stamps"}, "an earlier state")
        require(isinstance(state["checkpoint"], str) and is_proof(state["proof"]), "a member of an earlier state")
        require(is_tokens(state["time_stamps"]), "the time-stamps of an earlier state")


# Section 9, check 11: time-stamps


def read_tokens(tokens, checkpoint):
    return [read_token(unbase64(token), checkpoint[3]) for token in tokens]


def read_time_stamps(file, key, checkpoint, report):
    report["time_stamps"], report["earlier"], before = read_tokens(file["time_stamps"], checkpoint), [], 0
    for number, state in enumerate(file.get("earlier", []), 1):
        try:
            earlier = read_checkpoint(state["checkpoint"], key)
            require(earlier[0] == key[0] == file["origin"], "the origins differ")
            require(before < earlier[1] < checkpoint[1], "not_earlier")
            proof = [bytes.fromhex(hash) for hash in state["proof"]]
            check_continued(earlier[1], earlier[2], checkpoint[1], checkpoint[2], proof)
            report["earlier"].append({"size": earlier[1], "time_stamps": read_tokens(state["time_stamps"], earlier)})
        except Refused as why:
            raise Refused("earlier %d: %s" % (number, why))
        before = earlier[1]


# Section 8: in a PDF


def from_pdf(data):
    require(len(data) <= 256 * MIB, "too long")
    found = list(re.finditer(rb'(?<!end)stream\r?\n(?=\{"checkpoint":")', data))
    require(len(found) == 1, "%d evidence files in the PDF" % len(found))
    whole = re.compile(rb"([^\x00-\x1f]*)(\n|\r\n?)endstream").match(data, found[0].end())
    require(whole, "the evidence in the PDF is cut off")
    return whole.group(1)


# Section 9: verification


def verify(data, trusted):
    outcome = dict.fromkeys(CHECKS, "not_reached")
    report = {"checks": outcome}

    def attempt(check, act):
        try:
            result = act()
            outcome[check] = "passed"
            return result
        except Refused as why:
            outcome[check] = "failed"
            report.setdefault("reasons", []).append(check + ": " + str(why))

    def read():
        return canonical(from_pdf(data) if data.startswith(b"%PDF-") else data, 64 * MIB)

    file = attempt("file", read)
    if outcome["file"] == "failed":
        return report
    attempt("format", lambda: check_form(file))
    if outcome["format"] == "failed":
        return report

    key = attempt("key", lambda: read_key(file["vkey"]))
    if trusted is None:
        outcome["trusted_key"] = "remarked"
    elif key:
        attempt("trusted_key", lambda: require(read_key(trusted) == key, "not the trusted key"))
    checkpoint = key and attempt("checkpoint", lambda: read_checkpoint(file["checkpoint"], key))
    if checkpoint:
        attempt("origin", lambda: require(file["origin"] == key[0] == checkpoint[0], "the origins differ"))
    verify_entries(file["entries"], checkpoint, outcome, report)
    if checkpoint:
        attempt("time_stamps", lambda: read_time_stamps(file, key, checkpoint, report))
    if outcome["time_stamps"] == "passed":
        outcome["time_stamps"] = "remarked"

    states = [entry["state"] for entry in file["entries"]]
    report["counts"] = {state: states.count(state) for state in ("disclosed", "withheld", "erased")}
    report["counts"]["elsewhere"] = max(checkpoint[1] - len(states), 0) if checkpoint else 0
    return report


def verify_entries(entries, checkpoint, outcome, report):
    failed, before, complete = set(), None, True

    def attempt(check, act):
        try:
            return act()
        except Refused as why:
            failed.add(check)
            report.setdefault("reasons", []).append(check + ": " + str(why))

    for entry in entries:
        header = attempt("headers", lambda: read_header(entry["header"]))
        if not header:
            complete = False
            continue
        if before:
            ascend = before["index"] < header["index"] and before["time"] <= header["time"]
            attempt("order", lambda: require(ascend, "out of order"))
        attempt("order", lambda: require(header["time"] <= PRESENT + DAY, "a time in the future"))
        before = header
        attempt("payloads", lambda: check_payload(entry, header))
        if checkpoint and header["index"] >= checkpoint[1]:
            attempt("order", lambda: require(False, "beyond the log"))
        elif checkpoint:
            leaf = sha256(b"\0", entry["header"].encode("utf-8"))
            proof = [bytes.fromhex(hash) for hash in entry["proof"]]
            root = attempt("proofs", lambda: proven_root(header["index"], checkpoint[1], leaf, proof))
            if root:
                attempt("proofs", lambda: require(root == checkpoint[2], "another root"))

    hidden = any(entry["state"] != "disclosed" for entry in entries)
    for check in ["headers", "order", "payloads", "proofs"]:
        if check in failed:
            outcome[check] = "failed"
        elif check == "headers":
            outcome[check] = "passed"
        elif complete and (checkpoint or check == "payloads"):
            outcome[check] = "remarked" if check == "payloads" and hidden else "passed"


def main(arguments):
    trusted = None
    if arguments[:1] == ["--key"]:
        trusted, arguments = arguments[1], arguments[2:]
    if not arguments:
        sys.exit(__doc__)
    for name in arguments:
        with open(name, "rb") as file:
            print(json.dumps(verify(file.read(), trusted), sort_keys=True))


if __name__ == "__main__":
    main(sys.argv[1:])
