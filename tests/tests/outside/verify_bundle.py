"""Verifies bundles of Acté, written from docs/ledger-format.md alone (its sections are cited as §).

    python verify_bundle.py [--key VKEY] [--now MILLISECONDS] FILE.zip...

One line of JSON a file: verdict (intact, key_not_compared, faulty, refused), reason, findings (the checks of §9), files (path
to faults, §13.3), absent (names of files that the evidence names and the bundle lacks), counts. The program knows no anchors, so
every chain of certificates that holds leads to somebody unknown (§12.4). `--old-evidence` also takes evidence files without the
member `time_stamps`, against §7: for trying bundles of programs from before that member.
"""

import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import time
import unicodedata
import zlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

sys.dont_write_bytecode = True  # leave no __pycache__ beside the tests
from cms_and_tokens import DATA, Certificate, Cms, Fault, check_chain, check_token, element, need, part

MIB = 1 << 20
LARGEST = 2**53 - 1
LATEST = 253370764799999
OLD_EVIDENCE = False
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


# §2 Canonical JSON: read, refusing equal names and numbers out of range; write again; compare the bytes.

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


# §5 Keys

PRIME = 2**255 - 19
CURVE = -121665 * pow(121666, -1, PRIME) % PRIME


def check_point(raw):
    """Refuses what is no point of the curve, and points of small order: those that eight times make the neutral one."""
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    need(y < PRIME, "the key is no point")
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    need(x * x % PRIME == square, "the key is no point")
    for _ in range(3):
        product = CURVE * x * x * y * y % PRIME
        x, y = 2 * x * y * pow(1 + product, -1, PRIME) % PRIME, (x * x + y * y) * pow(1 - product, -1, PRIME) % PRIME
    need((x, y) != (0, 1), "the key is a point of small order")


def check_name(name):
    need(1 <= len(name.encode()) <= 128, "the name of the key is empty or too long")
    need(not any(c == "+" or c.isspace() or unicodedata.category(c) == "Cc" for c in name), "bad characters in a name")


def read_key(vkey):
    pieces = vkey.split("+", 2)
    need(len(pieces) == 3, "the verifier key has not three parts")
    name, key_id, key = pieces[0], pieces[1], unbase64(pieces[2])
    check_name(name)
    need(len(key) == 33 and key[0] == 1, "not a key of Ed25519")
    need(key_id == sha256(name.encode() + b"\n" + key)[:4].hex(), "the key id is not that of the key")
    check_point(key[1:])
    return name, bytes.fromhex(key_id), key[1:]


# §6 Checkpoints

def read_checkpoint(note, key):
    """Origin, size, root and text of a checkpoint that this key signed."""
    name, key_id, public = key
    need(len(note.encode()) <= 262144, "the note is too long")
    need(not any(c < " " and c != "\n" for c in note), "control characters in the note")
    head, gap, tail = note.rpartition("\n\n")
    need(gap and tail.endswith("\n"), "no signed note")
    text, lines = head + "\n", tail[:-1].split("\n")
    need(len(lines) <= 32, "too many signatures")
    signed = False
    for line in lines:
        pieces = line.split(" ")
        need(len(pieces) == 3 and pieces[0] == "\u2014", "no signature line")
        check_name(pieces[1])
        signature = unbase64(pieces[2])
        need(len(signature) > 4, "a signature is too short")
        if pieces[1] == name and signature[:4] == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], text.encode())
            except InvalidSignature:
                raise Fault("the signature does not hold") from None
            signed = True
    need(signed, "not signed by this key")
    first = head.split("\n")
    need(len(first) >= 3 and all(first), "the checkpoint has too few lines, or empty ones")
    need(re.fullmatch("0|[1-9][0-9]{0,15}", first[1]) and int(first[1]) <= LARGEST, "the size is no number")
    root = unbase64(first[2])
    need(len(root) == 32, "the root has not 32 bytes")
    return first[0], int(first[1]), root, text.encode()


# §4.1 Inclusion

def root_of(header, index, size, proof):
    need(index < size, "the index is beyond the log")
    f, s, r = index, size - 1, sha256(b"\0" + header)
    for p in proof:
        need(s > 0, "a proof is too long")
        if f % 2 == 1 or f == s:
            r = sha256(b"\1" + p + r)
            while f % 2 == 0 and f > 0:
                f, s = f // 2, s // 2
        else:
            r = sha256(b"\1" + r + p)
        f, s = f // 2, s // 2
    need(s == 0, "a proof is too short")
    return r


# §3 Entries

def read_header(text):
    header = canonical(text.encode(), 1024)
    need(isinstance(header, dict), "a header is no object")
    need(not whole(header.get("v"), least=2), "a header of a newer version: take a newer verifier")
    exactly(header, ("actor", "digest", "index", "kind", "subject", "time", "v"), "a header")
    need(matches(re.compile("(member|contact):[0-9a-f]{32}|system"), header["actor"]), "a header's actor")
    need(matches(HEX64, header["digest"]), "a header's digest")
    need(whole(header["index"], 2**53 - 2), "a header's index")
    need(matches(re.compile("[a-z0-9_.-]{1,64}"), header["kind"]), "a header's kind")
    need(matches(SUBJECT, header["subject"]), "a header's subject")
    need(whole(header["time"], LATEST), "a header's time")
    need(header["v"] == 1 and type(header["v"]) is int, "a header's version")
    return header


def read_payload(entry, header):
    shown = entry["state"] == "disclosed"
    need((entry["payload"] is not None) == shown and (entry["salt"] is not None) == shown, "state and payload disagree")
    if not shown:
        return None
    data = entry["payload"].encode()
    payload = canonical(data, 16 * MIB)
    need(isinstance(payload, dict) and payload.get("kind") == header["kind"], "a payload's kind is not that of the header")
    digest = sha256(b"acte-payload/1\n\0" + bytes.fromhex(entry["salt"]) + data)
    need(digest.hex() == header["digest"], f"the payload of entry {header['index']} is not the one recorded")
    return payload


# §7 and §9 The evidence file

def check_format(value):
    need(isinstance(value, dict), "the evidence is no object")
    check_version(value, "acte-evidence")
    names = {"checkpoint", "entries", "format", "origin", "time_stamps", "vkey"}
    if OLD_EVIDENCE and "time_stamps" not in value:
        value["time_stamps"] = []
    exactly(value, names, "the evidence")
    need(all(isinstance(value[name], str) for name in ("checkpoint", "origin", "vkey")), "the evidence has a bad member")
    stamps, entries = value["time_stamps"], value["entries"]
    need(isinstance(stamps, list) and len(stamps) <= 8 and all(isinstance(s, str) for s in stamps), "bad time_stamps")
    need(isinstance(entries, list) and len(entries) <= 10000, "too many entries, or no list")
    for entry in entries:
        exactly(entry, ("header", "payload", "proof", "salt", "state"), "an entry")
        need(isinstance(entry["header"], str), "a header is no text")
        need(entry["payload"] is None or isinstance(entry["payload"], str), "a payload is no text")
        need(entry["salt"] is None or matches(HEX64, entry["salt"]), "a salt is not 64 hex digits")
        proof = entry["proof"]
        need(isinstance(proof, list) and len(proof) <= 54 and all(matches(HEX64, h) for h in proof), "a bad proof")
        need(entry["state"] in ("disclosed", "withheld", "erased"), "an unknown state")


def check_version(value, name):
    """`format` is examined first: a newer one is not malformed (§7, §13.2)."""
    found = value.get("format")
    newer = matches(re.compile(name + "/([2-9]|[1-9][0-9]{1,8})"), found)
    need(not newer, f"the format {found} is newer: take a newer verifier")
    need(found == name + "/1", "an unknown format")


class Evidence:
    """The checks of §9, in order. A check that rests on one that failed is `not_checked`."""

    def __init__(self, data, trusted, now):
        self.trusted, self.now, self.findings = trusted, now, {}
        self.headers, self.payloads, self.counts = [], [], {}
        self.value = self.check("file", lambda: canonical(data))
        self.check("format", lambda: check_format(self.value), "file")
        if self.holds("format"):
            self.check_all()

    def check_all(self):
        v = self.value
        self.key = self.check("key", lambda: read_key(v["vkey"]))
        self.check("trusted_key", self.check_trusted)
        self.note = self.check("checkpoint", lambda: read_checkpoint(v["checkpoint"], self.key), "key")
        self.check("origin", self.check_origin, "checkpoint")
        self.headers = self.check("headers", lambda: [read_header(entry["header"]) for entry in v["entries"]]) or []
        self.check("order", self.check_order, "checkpoint", "headers")
        self.payloads = self.check("payloads", self.read_payloads, "headers") or []
        self.check("proofs", self.check_proofs, "checkpoint", "headers")
        self.check("time_stamps", self.check_time_stamps, "checkpoint")
        states = [entry["state"] for entry in v["entries"]]
        self.counts = {state: states.count(state) for state in ("disclosed", "withheld", "erased")}
        if self.note:
            self.counts |= {"log": self.note[1], "elsewhere": self.note[1] - len(states)}

    def check(self, name, function, *rests_on):
        if not all(self.holds(other) for other in rests_on):
            self.findings[name] = "not_checked"
            return None
        self.findings[name] = "passed"
        try:
            return function()
        except Fault as fault:
            self.findings[name] = {"failed": str(fault)}

    def holds(self, name):
        return self.findings.get(name) == "passed" or "remarked" in self.findings.get(name, ())

    def remark(self, name, what):
        self.findings[name] = {"remarked": what}

    def failures(self):
        return [f"{name}: {found['failed']}" for name, found in self.findings.items() if "failed" in found]

    def verdict(self):
        if self.failures():
            return "faulty"
        return "intact" if self.trusted else "key_not_compared"

    def check_trusted(self):
        if not self.trusted:
            return self.remark("trusted_key", "to_be_compared")
        same_name = self.value["vkey"].split("+")[0] == self.trusted.split("+")[0]
        need(self.value["vkey"] == self.trusted, "another key" if same_name else "the file of another firm")

    def check_origin(self):
        need(self.value["origin"] == self.key[0] == self.note[0], "the names of file, key and checkpoint differ")

    def check_order(self):
        last_index, last_time = -1, 0
        for header in self.headers:
            need(last_index < header["index"] < self.note[1], "the indices do not ascend, or leave the log")
            need(last_time <= header["time"], "the time goes back")
            last_index, last_time = header["index"], header["time"]

    def read_payloads(self):
        read = [read_payload(*pair) for pair in zip(self.value["entries"], self.headers)]
        shown = [(header["index"], payload) for header, payload in zip(self.headers, read) if payload is not None]
        if len(shown) < len(read):
            self.remark("payloads", "not_all_shown")
        return shown

    def check_proofs(self):
        roots = [root_of(entry["header"].encode(), header["index"], self.note[1], [bytes.fromhex(p) for p in entry["proof"]])
                 for entry, header in zip(self.value["entries"], self.headers)]
        wrong = [header["index"] for root, header in zip(roots, self.headers) if root != self.note[2]]
        together = len(roots) >= 2 and len(set(roots)) == 1
        need(not (wrong and together), "proofs and checkpoint do not belong together")
        need(not wrong, f"the proofs of the entries {wrong[:5]} do not lead to the checkpoint")

    def check_time_stamps(self):
        for place, token in enumerate(self.value["time_stamps"], 1):
            part(f"token {place}", lambda: check_token(unbase64(token), sha256(self.note[3]), self.now))
        self.remark("time_stamps", "unknown_authorities" if self.value["time_stamps"] else "none")

    def of_kind(self, kind):
        return [(index, payload) for index, payload in self.payloads if payload["kind"] == kind]


# §8 In a PDF

def embedded(pdf):
    """The bytes of the evidence in a PDF, or None."""
    starts = [m.end(1) for m in re.finditer(rb'(?<!end)(stream\r?\n)(?=\{"checkpoint":")', pdf)]
    need(len(starts) <= 1, "several evidence files")
    if not starts:
        return None
    end = re.compile(rb"[\x00-\x1f]").search(pdf, starts[0])
    need(end and re.compile(rb"(\r\n|\n|\r)endstream").match(pdf, end.start()), "the evidence is cut off")
    return pdf[starts[0]:end.start()]


SPACE = rb"[\0\t\n\f\r ]"
RANGE = re.compile(rb"/ByteRange" + SPACE + rb"*\[" + SPACE + rb"*0" + SPACE + rb"+(\d{1,10})" + SPACE + rb"+(\d{1,10})" +
                   SPACE + rb"+(\d{1,10})" + SPACE + rb"*\]")


def find_seal(pdf):
    """The numbers a and b and the hexadecimal digits of the one signature (§8.1, 1 and 2), or None."""
    found = []
    for m in RANGE.finditer(pdf):
        a, b, c = (int(text) for text in m.groups())
        before = pdf[max(0, a - 200):a].rstrip(b"\0\t\n\f\r ")
        if a < b <= len(pdf) and before.endswith(b"/Contents") and re.fullmatch(rb"<[0-9A-Fa-f]*>", pdf[a:b]):
            found.append((a, b, c))
    need(len(found) <= 1, "several signatures")
    if not found:
        return None
    a, b, c = found[0]
    need(b + c >= len(pdf), "something was appended")
    need(b + c == len(pdf), "cut off")
    return a, b, pdf[a + 1:b - 1]


def check_seal(pdf, seal, evidence, now):
    """§12.6. Returns the signature, of whose certificate the chain has been checked."""
    a, b, digits = seal
    need(len(digits) % 2 == 0, "malformed")
    data = bytes.fromhex(digits.decode())
    der = part("cms", element, data)[2]
    need(not data[len(der):].strip(b"\0"), "trailing_bytes")
    cms = part("cms", Cms, der)
    need(cms.type == DATA and cms.content is None, "not_detached")
    need(cms.hash is hashes.SHA256, "cms: unknown_hash")
    part("cms", cms.check_holds, pdf[:a] + pdf[b:])
    if cms.time_stamp:
        part("time_stamp", check_token, cms.time_stamp, sha256(cms.signature), now)
    # Without anchors no time-stamp tells the moment; the evidence does if it names the certificate (§12.6, 4).
    named = sha256(cms.signer.der).hex() in [p.get("sha256") for _, p in evidence.of_kind("seal.recorded")]
    moment = evidence.headers[-1]["time"] if named else now
    part("chain", check_chain, cms.signer, cms.certificates, moment, "sealing")
    return cms


def chain_of(payload):
    """The DER of the certificates of a seal.recorded, of which the first has the fingerprint (§8.1)."""
    chain = payload.get("chain")
    need(isinstance(chain, list) and chain and all(isinstance(text, str) for text in chain), "no chain")
    chain = [unbase64(text) for text in chain]
    need(sha256(chain[0]).hex() == payload.get("sha256"), "the fingerprint is not that of the first certificate")
    return chain


def names(payload, cms):
    """Whether a seal.recorded names the signer's certificate, and its chain every other one that the seal holds. The latter is
    this program's rule: nothing signs those others, and §8.1 promises to leave no byte unsigned."""
    try:
        chain = chain_of(payload)
    except Fault:
        return False
    return chain[0] == cms.signer.der and {c.der for c in cms.certificates} <= set(chain)


def stands(cms, pdf, evidence):
    """Whether the evidence names the certificate and has not taken it back, or not before the file was made (§8.1)."""
    mark, file = sha256(cms.signer.der).hex(), sha256(pdf).hex()
    recorded = [index for index, payload in evidence.of_kind("seal.recorded") if names(payload, cms)]
    revoked = [index for index, payload in evidence.of_kind("seal.revoked") if payload.get("sha256") == mark]
    made = [index for index, payload in evidence.of_kind("document.made") if has_hash(payload.get("file"), file)]
    # Recorded anew after it was taken back, it is named by an entry that no later one takes back.
    return bool(recorded) and all(any(m < index for m in made) for index in revoked if index > recorded[-1])


def has_hash(value, wanted):
    return isinstance(value, dict) and value.get("sha256") == wanted


def look_at_recorded_chains(evidence):
    """A remark, as nothing in §9 or §13.3 makes it a fault: each certificate of a chain certifies the one before it (§8.1)."""
    try:
        for _, payload in evidence.of_kind("seal.recorded"):
            chain = [part("certificate", Certificate, der) for der in chain_of(payload)]
            for lower, upper in zip(chain, chain[1:]):
                need(lower.issuer == upper.subject and upper.authority, "a certificate is not by the next one")
                lower.check_signed_by(upper)
    except Fault as fault:
        evidence.remark("seal_chains", str(fault))


# §13.1 The form of the ZIP

PATH = re.compile(rb"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


def read_zip(data):
    """The files as a list of path and bytes. Heads and directory are computed and compared, so no other reading is possible."""
    need(data[:4] == b"PK\3\4", "no bundle")
    need(len(data) < 2**32, "the archive is too long")
    files, directory, at, seen = [], [], 0, set()
    while data[at:at + 4] == b"PK\3\4":
        need(len(data) - at >= 30 and len(files) < 10001, "cut off, or too many files")
        crc, size, _, length = struct.unpack("<IIIH", data[at + 14:at + 28])
        need(length <= 200 and len(data) - at - 30 >= length + size, "a file reaches beyond the archive, or its path is too long")
        path, start = data[at + 30:at + 30 + length], at + 30 + length
        content = data[start:start + size]
        need(PATH.fullmatch(path) and path.lower() not in seen, "a path is not allowed, or stands there twice")
        seen.add(path.lower())
        head = struct.pack("<HHHHHIIIHH", 10, 0, 0, 0, 0x21, zlib.crc32(content), size, size, length, 0)
        need(data[at + 4:at + 30] == head, f"the head of {path.decode()} is not in the one form, or its checksum is wrong")
        directory.append(b"PK\1\2\x0a\0" + head + bytes(10) + struct.pack("<I", at) + path)
        files.append((path.decode(), content))
        at = start + size
    table = b"".join(directory)
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(table), at, 0)
    need(data[at:] == table + end, "the directory is not in the one form")
    return files


# §13.2 The table of contents

def read_contents(files):
    need(files and files[0][0] == "bundle.json", "the first file is not bundle.json")
    value = canonical(files[0][1], 8 * MIB)
    need(isinstance(value, dict), "the table of contents is no object")
    check_version(value, "acte-bundle")
    exactly(value, ("about", "files", "format", "made", "origin"), "the table of contents")
    need(matches(SUBJECT, value["about"]) and whole(value["made"], LATEST), "a bad member of the table of contents")
    need(isinstance(value["origin"], str) and isinstance(value["files"], list), "a bad member of the table of contents")
    need(len(value["files"]) <= 10000, "too many files")
    for place, entry in enumerate(value["files"]):
        exactly(entry, ("name", "path", "role", "sha256", "size"), "a file of the table of contents")
        need(all(isinstance(entry[name], str) for name in ("name", "path")), "a bad name or path in the table of contents")
        need(matches(HEX64, entry["sha256"]) and whole(entry["size"]), "a bad hash or size in the table of contents")
        need(entry["role"] in ("evidence", "document", "attachment", "aid"), "an unknown role")
        need((entry["role"] == "evidence") == (place == 0), "the evidence is not the first file, or there are several")
    listed = [(entry["path"], entry["size"]) for entry in value["files"]]
    need(listed and listed[0][0] == "evidence.json", "the first of the files is not evidence.json")
    need(listed == [(path, len(content)) for path, content in files[1:]], "the files are not those of the table of contents")
    return value


# §13.3 Verification

def named_files(value):
    """The files that a payload names, at any depth."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if isinstance(item.get("name"), str) and matches(HEX64, item.get("sha256")) and whole(item.get("size")):
                yield item["name"], item["sha256"], item["size"]
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)


def pdf_faults(content, bundle, evidence, trusted, now):
    if len(content) > 64 * MIB:
        return ["too_long"]
    if not content.startswith(b"%PDF-"):  # §8, 1
        return ["not_a_pdf"]
    faults = []
    try:
        found = embedded(content)
        if found is not None:
            inside = Evidence(found, trusted, now)
            if isinstance(inside.value, dict) and inside.value.get("origin") != bundle["origin"]:
                faults.append("other_firm")
            elif inside.failures():
                faults.append("evidence: " + inside.failures()[0])
    except Fault as fault:
        faults.append(f"evidence: {fault}")
    try:
        seal = find_seal(content)
        if seal and not stands(check_seal(content, seal, evidence, now), content, evidence):
            faults.append("other_seal")
    except Fault as fault:
        faults.append(f"seal: {fault}")
    return faults


def file_faults(entry, content, named, bundle, evidence, trusted, now):
    faults, role = [], entry["role"]
    if sha256(content).hex() != entry["sha256"]:
        faults.append("altered")
    if role == "evidence" and evidence.holds("format") and evidence.value["origin"] != bundle["origin"]:
        faults.append("other_firm")
    if role in ("document", "attachment") and (sha256(content).hex(), len(content)) not in named:
        faults.append("not_named")
    if role == "document" or (role == "aid" and entry["path"].endswith(".pdf")):
        faults += pdf_faults(content, bundle, evidence, trusted, now)
    return faults


def verify(data, trusted, now):
    files = read_zip(data)
    bundle = read_contents(files)
    evidence = Evidence(files[1][1], trusted, now)
    if evidence.failures():
        evidence.payloads = []  # evidence that does not verify names nothing (§13.3, 4)
    evidence.check("seal_chains", lambda: look_at_recorded_chains(evidence), *evidence.findings)
    named = {(mark, size): name for _, payload in evidence.payloads for name, mark, size in named_files(payload)}
    faults = {entry["path"]: file_faults(entry, content, named, bundle, evidence, trusted, now)
              for entry, (_, content) in zip(bundle["files"], files[1:])}
    held = {(sha256(content).hex(), len(content)) for _, content in files}
    absent = sorted(name for key, name in named.items() if key not in held)
    first = [*evidence.failures(), *(f"{path}: {fault}" for path, found in faults.items() for fault in found)]
    return {"verdict": "faulty" if first else evidence.verdict(), "reason": first[0] if first else None,
            "findings": evidence.findings, "files": faults, "absent": absent, "counts": {**evidence.counts, "files": len(faults)}}


def verify_file(path, trusted, now):
    try:
        with open(path, "rb") as file:
            return verify(file.read(2**32), trusted, now)
    except Fault as fault:
        reason = str(fault)
    except Exception as error:  # whatever the input does to this program, it is not verified
        reason = f"{type(error).__name__}: {error}"
    return {"verdict": "refused", "reason": reason, "findings": {}, "files": {}, "absent": [], "counts": {}}


def main():
    global OLD_EVIDENCE
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--key", help="the firm's verifier key, known otherwise")
    parser.add_argument("--now", type=int, default=int(time.time() * 1000), help="the present, in milliseconds since 1970")
    parser.add_argument("--old-evidence", action="store_true")
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    OLD_EVIDENCE = arguments.old_evidence
    for path in arguments.files:
        print(json.dumps(verify_file(path, arguments.key, arguments.now)), flush=True)


if __name__ == "__main__":
    main()
