"""Makes altered bundles from a good one, to see whether a verifier notices (docs/ledger-format.md; its sections are cited as §).

    python alter_bundle.py IN.zip OUTDIR

One line of JSON a file: file, alteration, expected (refused: the bundle as a whole, §13.3, 1; faulty: a check or a file fails),
and needs_key where everything was signed anew by another key, so that only `--key` can tell. IN.zip must hold at least two
documents, one of them with evidence in it, an answer with a reason, and the sealed list of files. Unless the name says
otherwise, the table of contents and the checksums of the ZIP are adapted to what was altered, as a careful forger would do.
"""

import base64
import copy
import datetime
import hashlib
import io
import json
import re
import struct
import sys
import zipfile
import zlib
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

sys.dont_write_bytecode = True  # leave no __pycache__ beside the tests
from cms_and_tokens import children, element, inner

ALTERATIONS = []


def alteration(expected, needs_key=False):
    def keep(function):
        ALTERATIONS.append((function, expected, needs_key))
        return function
    return keep


def sha256(data):
    return hashlib.sha256(data).digest()


def canonical(value):
    """§2, for what stands in bundles: their member names are ASCII, so sorting them needs no thought."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


# A bundle, taken apart and put together

def one_zip(files, between=b"", extra=b"", comment=b"", flags=0):
    """§13.1, with room for what it forbids."""
    out, directory = b"", b""
    for path, content in files:
        sizes = zlib.crc32(content), len(content), len(content), len(path), len(extra)
        fixed = struct.pack("<HHHHHIIIHH", 10, flags, 0, 0, 0x21, *sizes)
        directory += b"PK\1\2\x0a\0" + fixed + bytes(10) + struct.pack("<I", len(out)) + path.encode() + extra
        out += b"PK\3\4" + fixed + path.encode() + extra + content + between
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(out), len(comment))
    return out + directory + b"PK\5\6" + end + comment


class Bundle:
    def __init__(self, data):
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.files = [[info.filename, archive.read(info)] for info in archive.infolist()]
        self.contents = json.loads(self.files[0][1])
        self.evidence = json.loads(self.files[1][1])
        self.entries = self.evidence["entries"]

    def find(self, **wanted):
        return [entry["path"] for entry in self.contents["files"] if wanted.items() <= entry.items()]

    def documents(self):
        return self.find(role="document")

    def get(self, path):
        return next(content for name, content in self.files if name == path)

    def put(self, path, content, role=None):
        """Replaces a file, or adds one of that role."""
        if role:
            self.files.append([path, content])
            self.contents["files"].append({"name": path.split("/")[-1], "path": path, "role": role})
        next(file for file in self.files if file[0] == path)[1] = content

    def listed(self):
        for entry in self.contents["files"]:
            content = self.get(entry["path"])
            entry |= {"sha256": sha256(content).hex(), "size": len(content)}
        return canonical(self.contents)

    def whole(self, **how):
        """With the table of contents adapted."""
        self.files[0][1] = self.listed()
        return one_zip(self.files, **how)

    def with_evidence(self, evidence=None):
        self.put("evidence.json", canonical(evidence or self.evidence))
        return self.whole()

    def with_table(self, change):
        """With a table of contents that `change` made of the good one."""
        change(self.contents)
        self.files[0][1] = canonical(self.contents)
        return one_zip(self.files)

    def place(self, kind):
        """Where the last entry of a kind stands in the evidence file."""
        return [at for at, entry in enumerate(self.entries) if json.loads(entry["header"])["kind"] == kind][-1]

    def header(self, at, **members):
        self.entries[at]["header"] = canonical({**json.loads(self.entries[at]["header"]), **members}).decode()


def flip(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def middle(data, pattern=rb"stream\r?\n"):
    """A place inside the first stream of a PDF."""
    return re.search(pattern, data).end() + 40


def other_hash(text):
    return sha256(text.encode()).hex()


# Forged logs (§3 to §6), seals and time-stamps (§12)

def root_and_proofs(leaves):
    """§4: the root, and the proof of each leaf from the leaf up."""
    if len(leaves) == 1:
        return leaves[0], [[]]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    (left, below_left), (right, below_right) = root_and_proofs(leaves[:k]), root_and_proofs(leaves[k:])
    return sha256(b"\1" + left + right), [p + [right] for p in below_left] + [p + [left] for p in below_right]


class Forger:
    def __init__(self, origin):
        self.origin, self.key = origin, Ed25519PrivateKey.generate()
        public = b"\1" + self.key.public_key().public_bytes_raw()
        self.id = sha256(origin.encode() + b"\n" + public)[:4]
        self.vkey = f"{origin}+{self.id.hex()}+{base64.b64encode(public).decode()}"

    def note(self, size, root):
        text = f"{self.origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        signature = base64.b64encode(self.id + self.key.sign(text.encode())).decode()
        return f"{text}\n\u2014 {self.origin} {signature}\n"

    def sign_again(self, evidence, change=lambda payload: None):
        """The whole log anew: payloads, digests, tree, proofs, checkpoint. Entries that the file lacks get leaves of nothing."""
        size = int(evidence["checkpoint"].split("\n")[1])
        leaves, places = [sha256(b"%d" % n) for n in range(size)], {}
        for entry in evidence["entries"]:
            header = json.loads(entry["header"])
            if entry["payload"]:
                payload = json.loads(entry["payload"])
                change(payload)
                if payload["kind"] == "firm.founded":
                    payload |= {"origin": self.origin, "vkey": self.vkey}
                entry["payload"] = canonical(payload).decode()
                tagged = b"acte-payload/1\n\0" + bytes.fromhex(entry["salt"]) + entry["payload"].encode()
                header["digest"] = sha256(tagged).hex()
            entry["header"] = canonical(header).decode()
            leaves[header["index"]], places[header["index"]] = sha256(b"\0" + entry["header"].encode()), entry
        root, proofs = root_and_proofs(leaves)
        for index, entry in places.items():
            entry["proof"] = [p.hex() for p in proofs[index]]
        evidence |= {"checkpoint": self.note(size, root), "origin": self.origin, "vkey": self.vkey, "time_stamps": []}


def der(tag, *parts):
    content = b"".join(parts)
    length = len(content)
    size = (length.bit_length() + 7) // 8
    return bytes([tag]) + (bytes([length]) if length < 128 else bytes([128 + size]) + length.to_bytes(size, "big")) + content


def oid(text):
    first, second, *arcs = map(int, text.split("."))
    out = b""
    for arc in (40 * first + second, *arcs):
        digits = [arc & 127]
        while arc := arc >> 7:
            digits.append(arc & 127 | 128)
        out += bytes(reversed(digits))
    return der(6, out)


SHA256 = der(0x30, oid("2.16.840.1.101.3.4.2.1"))
ECDSA_SHA256 = der(0x30, oid("1.2.840.10045.4.3.2"))
DATA, TST_INFO = "1.2.840.113549.1.7.1", "1.2.840.113549.1.9.16.1.4"


def self_signed(purpose=None):
    key, start = ec.generate_private_key(ec.SECP256R1()), datetime.datetime(2020, 1, 1)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kerlann Informatique")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 4711, start, start + datetime.timedelta(36500))
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(purpose)]), critical=True)
    return key, builder.sign(key, hashes.SHA256())


def cms(kind, content, attached, purpose=None):
    """§12.3: well made, but for who signed it."""
    key, certificate = self_signed(purpose)
    raw, issuer = certificate.public_bytes(serialization.Encoding.DER), certificate.issuer.public_bytes()
    named = der(0x30, der(0x30, der(0x30, der(4, sha256(raw)))))
    values = {"1.2.840.113549.1.9.3": oid(kind), "1.2.840.113549.1.9.4": der(4, sha256(content)), "1.2.840.113549.1.9.16.2.47": named}
    attributes = sorted(der(0x30, oid(name), der(0x31, value)) for name, value in values.items())
    signature = key.sign(der(0x31, *attributes), ec.ECDSA(hashes.SHA256()))
    issued = der(0x30, issuer, der(2, b"\x12\x67"))
    signer = der(0x30, der(2, b"\1"), issued, SHA256, der(0xA0, *attributes), ECDSA_SHA256, der(4, signature))
    body = der(0x30, oid(kind), der(0xA0, der(4, content)) if attached else b"")
    version = der(2, b"\1" if kind == DATA else b"\3")
    signed = der(0x30, version, der(0x31, SHA256), body, der(0xA0, raw), der(0x31, signer))
    return der(0x30, oid("1.2.840.113549.1.7.2"), der(0xA0, signed))


def token(hashed):
    """§12.5: a good token of an authority that nobody knows, about this digest."""
    imprint = der(0x30, SHA256, der(4, hashed))
    info = der(0x30, der(2, b"\1"), oid("1.3.6.1.4.1.99999.1"), imprint, der(2, b"\7"), der(0x18, b"20261120120000Z"))
    return base64.b64encode(cms(TST_INFO, info, True, "1.3.6.1.5.5.7.3.8")).decode()


def seal_place(pdf):
    a, b, _ = map(int, re.search(rb"/ByteRange\s*\[0 (\d+) (\d+) (\d+)\]", pdf).groups())
    return a, b


def seal_again(pdf):
    """The seal of another certificate in the place of the seal of the firm."""
    a, b = seal_place(pdf)
    digits = cms(DATA, pdf[:a] + pdf[b:], False).hex().encode()
    return pdf[:a] + b"<" + digits.ljust(b - a - 2, b"0") + b">" + pdf[b:]


def without_seal(pdf):
    return pdf.replace(b"/ByteRange", b"/ByteRangX")


def with_a_certificate_more(pdf):
    """Nothing signs the certificates that a seal holds besides the signer's."""
    a, b = seal_place(pdf)
    kind, body = children(element(bytes.fromhex(pdf[a + 1:b - 1].decode()))[1])
    certificate = self_signed()[1].public_bytes(serialization.Encoding.DER)
    fields = [der(0xA0, tag[1], certificate) if tag[0] == 0xA0 else tag[2] for tag in children(inner(body)[1])]
    digits = der(0x30, kind[2], der(0xA0, der(0x30, *fields))).hex().encode()
    return pdf[:a] + b"<" + digits.ljust(b - a - 2, b"0") + b">" + pdf[b:]


UPDATE = b"\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
LIST = "list-of-files.pdf"


# The alterations: the entries

@alteration("faulty")
def payload_text(b):
    entry = b.entries[b.place("answer.given")]
    entry["payload"] = re.sub(r'"reason":"[^"]*"', '"reason":"Forged"', entry["payload"], count=1)
    return b.with_evidence()


@alteration("faulty")
def payload_text_and_digest(b):
    at = b.place("document.made")
    b.entries[at]["payload"] = b.entries[at]["payload"].replace('"pages":', '"pages":1')
    data = b"acte-payload/1\n\0" + bytes.fromhex(b.entries[at]["salt"]) + b.entries[at]["payload"].encode()
    b.header(at, digest=sha256(data).hex())
    return b.with_evidence()


@alteration("faulty")
def salt(b):
    b.entries[2]["salt"] = other_hash("salt")
    return b.with_evidence()


@alteration("faulty")
def header_time(b):
    b.header(-1, time=json.loads(b.entries[-1]["header"])["time"] + 1)
    return b.with_evidence()


@alteration("faulty")
def time_going_back(b):
    b.header(5, time=json.loads(b.entries[0]["header"])["time"] - 1)
    return b.with_evidence()


@alteration("faulty")
def entry_index(b):
    b.header(-1, index=json.loads(b.entries[-1]["header"])["index"] + 1)
    return b.with_evidence()


@alteration("faulty")
def entry_actor(b):
    b.header(-1, actor="member:" + "0" * 32)
    return b.with_evidence()


@alteration("faulty")
def header_with_a_member_more(b):
    b.header(3, note="x")
    return b.with_evidence()


@alteration("faulty")
def header_of_a_newer_version(b):
    b.header(3, v=2)
    return b.with_evidence()


@alteration("faulty")
def entries_naming_a_document_removed(b):
    mark = sha256(b.get(b.documents()[0])).hex()
    b.evidence["entries"] = [entry for entry in b.entries if mark not in (entry["payload"] or "")]
    return b.with_evidence()


@alteration("faulty")
def entry_of_the_seal_removed(b):
    del b.entries[b.place("seal.recorded")]
    return b.with_evidence()


@alteration("faulty")
def entry_of_the_document_withheld(b):
    mark = sha256(b.get(b.documents()[0])).hex()
    for entry in b.entries:
        if mark in (entry["payload"] or ""):
            entry |= {"payload": None, "salt": None, "state": "withheld"}
    return b.with_evidence()


@alteration("faulty")
def entries_swapped(b):
    b.entries[4], b.entries[5] = b.entries[5], b.entries[4]
    return b.with_evidence()


@alteration("faulty")
def entry_twice(b):
    b.entries.insert(4, b.entries[4])
    return b.with_evidence()


@alteration("faulty")
def payload_left_in_an_erased_entry(b):
    b.entries[4]["state"] = "erased"
    return b.with_evidence()


# The log

@alteration("faulty")
def proof_hash(b):
    b.entries[3]["proof"][1] = other_hash("proof")
    return b.with_evidence()


@alteration("faulty")
def proof_too_short(b):
    b.entries[3]["proof"].pop()
    return b.with_evidence()


@alteration("faulty")
def proof_too_long(b):
    b.entries[3]["proof"].append(other_hash("proof"))
    return b.with_evidence()


@alteration("faulty")
def checkpoint_root(b):
    lines = b.evidence["checkpoint"].split("\n")
    lines[2] = base64.b64encode(sha256(b"root")).decode()
    b.evidence["checkpoint"] = "\n".join(lines)
    return b.with_evidence()


@alteration("faulty")
def checkpoint_size(b):
    lines = b.evidence["checkpoint"].split("\n")
    lines[1] = str(int(lines[1]) + 1)
    b.evidence["checkpoint"] = "\n".join(lines)
    return b.with_evidence()


def signed_by_another(b):
    forger, lines = Forger(b.evidence["origin"]), b.evidence["checkpoint"].split("\n")
    return forger, forger.note(int(lines[1]), base64.b64decode(lines[2]))


@alteration("faulty")
def checkpoint_signed_by_another_key(b):
    _, b.evidence["checkpoint"] = signed_by_another(b)
    return b.with_evidence()


@alteration("faulty")
def checkpoint_without_signature(b):
    b.evidence["checkpoint"] = b.evidence["checkpoint"].partition("\n\n")[0] + "\n\n"
    return b.with_evidence()


@alteration("faulty")
def vkey_of_another(b):
    b.evidence["vkey"] = Forger(b.evidence["origin"]).vkey
    return b.with_evidence()


@alteration("faulty", needs_key=True)
def vkey_and_checkpoint_of_another(b):
    forger, b.evidence["checkpoint"] = signed_by_another(b)
    b.evidence["vkey"] = forger.vkey
    b.evidence["time_stamps"] = []
    return b.with_evidence()


@alteration("faulty", needs_key=True)
def whole_log_signed_again_with_another_text(b):
    def change(payload):
        if payload["kind"] == "answer.given":
            payload["typed_name"] = "Jean Forgé"
    Forger(b.evidence["origin"]).sign_again(b.evidence, change)
    return b.with_evidence()


@alteration("faulty")
def whole_log_signed_again_under_another_name(b):
    """Only what the documents hold betrays it without a key."""
    forger = Forger("forged.example/log/1")
    forger.sign_again(b.evidence)
    b.contents["origin"] = forger.origin
    return b.with_evidence()


@alteration("faulty")
def evidence_of_another_log(b):
    Forger("forged.example/log/1").sign_again(b.evidence)
    return b.with_evidence()


@alteration("faulty")
def origin_of_the_evidence(b):
    b.evidence["origin"] += "x"
    return b.with_evidence()


@alteration("faulty")
def origin_of_the_table(b):
    b.contents["origin"] += "x"
    return b.whole()


@alteration("faulty")
def time_stamp_garbage(b):
    b.evidence["time_stamps"] = [base64.b64encode(b"garbage").decode()]
    return b.with_evidence()


@alteration("faulty")
def time_stamp_of_another_checkpoint(b):
    b.evidence["time_stamps"] = [token(sha256(b"another checkpoint"))]
    return b.with_evidence()


@alteration("faulty")
def time_stamp_with_a_bad_signature(b):
    text = b.evidence["checkpoint"].rpartition("\n\n")[0] + "\n"
    good = base64.b64decode(token(sha256(text.encode())))
    b.evidence["time_stamps"] = [base64.b64encode(flip(good, len(good) - 3)).decode()]
    return b.with_evidence()


# The texts of JSON

def evidence_text(b, change):
    text = b.get("evidence.json").decode()
    b.put("evidence.json", change(text).encode())
    return b.whole()


@alteration("faulty")
def evidence_with_a_space(b):
    return evidence_text(b, lambda text: text.replace('","entries"', '", "entries"'))


@alteration("faulty")
def evidence_reordered(b):
    def change(text):
        value = json.loads(text)
        return json.dumps(dict(reversed(value.items())), ensure_ascii=False, separators=(",", ":"))
    return evidence_text(b, change)


@alteration("faulty")
def evidence_with_a_member_twice(b):
    return evidence_text(b, lambda text: text.replace('{"checkpoint":', '{"checkpoint":"","checkpoint":', 1))


@alteration("faulty")
def evidence_with_escapes(b):
    return evidence_text(b, lambda text: text.replace("\u2014", "\\u2014", 1))


@alteration("faulty")
def evidence_with_a_line_at_the_end(b):
    return evidence_text(b, lambda text: text + "\n")


@alteration("faulty")
def evidence_of_a_newer_format(b):
    b.evidence["format"] = "acte-evidence/2"
    return b.with_evidence()


@alteration("faulty")
def evidence_with_a_member_more(b):
    b.evidence["note"] = 1
    return b.with_evidence()


@alteration("refused")
def table_with_a_space(b):
    b.files[0][1] = b.files[0][1].replace(b'","files"', b'", "files"')
    return one_zip(b.files)


@alteration("refused")
def table_with_a_float(b):
    b.files[0][1] = re.sub(rb'"made":(\d+)', rb'"made":\1.0', b.files[0][1])
    return one_zip(b.files)


@alteration("refused")
def table_with_a_member_twice(b):
    b.files[0][1] = b.files[0][1].replace(b'"format":', b'"format":"acte-bundle/1","format":')
    return one_zip(b.files)


@alteration("refused")
def table_of_a_newer_format(b):
    return b.with_table(lambda table: table.update(format="acte-bundle/2"))


@alteration("refused")
def table_with_a_member_more(b):
    return b.with_table(lambda table: table.update(note="x"))


@alteration("faulty")
def table_hash(b):
    return b.with_table(lambda table: table["files"][-1].update(sha256=other_hash("file")))


@alteration("refused")
def table_hash_in_upper_case(b):
    return b.with_table(lambda table: table["files"][-1].update(sha256=table["files"][-1]["sha256"].upper()))


@alteration("refused")
def table_size(b):
    return b.with_table(lambda table: table["files"][-1].update(size=table["files"][-1]["size"] + 1))


@alteration("refused")
def table_without_evidence(b):
    return b.with_table(lambda table: table["files"][0].update(role="aid"))


# The files

@alteration("faulty")
def byte_of_a_page(b):
    path = b.documents()[0]
    b.put(path, flip(b.get(path), middle(b.get(path))))
    return one_zip(b.files)


@alteration("faulty")
def byte_of_a_page_and_hash(b):
    path = b.documents()[0]
    b.put(path, flip(b.get(path), middle(b.get(path))))
    return b.whole()


@alteration("refused")
def byte_of_a_page_without_checksum(b):
    content = b.get(b.documents()[0])
    return flip(b.data, b.data.index(content) + middle(content))


@alteration("faulty")
def document_with_an_update(b):
    path = b.documents()[0]
    b.put(path, b.get(path) + UPDATE)
    return b.whole()


@alteration("faulty")
def document_sealed_by_another(b):
    path = b.documents()[0]
    b.put(path, seal_again(b.get(path)))
    return b.whole()


@alteration("faulty")
def document_without_its_seal(b):
    path = b.documents()[0]
    b.put(path, without_seal(b.get(path)))
    return b.whole()


@alteration("faulty")
def documents_exchanged(b):
    first, second = b.documents()[0], LIST
    one, other = b.get(first), b.get(second)
    b.put(first, other), b.put(second, one)
    return b.whole()


@alteration("faulty")
def list_with_an_update(b):
    b.put(LIST, b.get(LIST) + UPDATE)
    return b.whole()


@alteration("faulty")
def list_sealed_by_another(b):
    b.put(LIST, seal_again(b.get(LIST)))
    return b.whole()


@alteration("faulty")
def list_with_a_certificate_more(b):
    b.put(LIST, with_a_certificate_more(b.get(LIST)))
    return b.whole()


@alteration("faulty")
def list_with_a_byte_altered(b):
    b.put(LIST, flip(b.get(LIST), middle(b.get(LIST))))
    return b.whole()


@alteration("faulty")
def list_with_a_second_seal(b):
    pdf = b.get(LIST)
    head = b"\n9 0 obj\n<</Type/Sig/ByteRange[0 %010d %010d 0000000006]/Contents"
    at = len(pdf) + len(head % (0, 0))
    b.put(LIST, pdf + head % (at, at + 6) + b"<3000>endobj")
    return b.whole()


@alteration("faulty")
def list_with_bytes_behind_the_seal(b):
    pdf = b.get(LIST)
    b.put(LIST, pdf[:seal_place(pdf)[1] - 4] + b"1" + pdf[seal_place(pdf)[1] - 3:])
    return b.whole()


@alteration("faulty")
def aid_with_the_evidence_of_another_log(b):
    evidence = copy.deepcopy(b.evidence)
    Forger("forged.example/log/1").sign_again(evidence)
    b.put("note.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + canonical(evidence) + b"\nendstream\nendobj\n", "aid")
    return b.whole()


@alteration("faulty")
def aid_with_evidence_twice(b):
    stream = b"stream\n" + canonical(b.evidence) + b"\nendstream\n"
    b.put("note.pdf", b"%PDF-1.7\n" + stream + stream, "aid")
    return b.whole()


@alteration("faulty")
def attachment_invented(b):
    b.put("attachments/999-invented.txt", b"I accept everything.\n", "attachment")
    return b.whole()


@alteration("faulty")
def document_invented(b):
    b.put("documents/999-invented.pdf", b"%PDF-1.7\n%%EOF\n", "document")
    return b.whole()


@alteration("refused")
def file_added_without_listing(b):
    return one_zip([*b.files, ["note.txt", b"Nothing\n"]])


@alteration("refused")
def file_removed_but_listed(b):
    return one_zip(b.files[:-1])


@alteration("refused")
def file_renamed_in_the_zip(b):
    return one_zip([*b.files[:-1], ["attachments/renamed", b.files[-1][1]]])


@alteration("refused")
def file_twice(b):
    return one_zip([*b.files, b.files[-1]])


@alteration("refused")
def file_twice_and_listed(b):
    b.files.append(b.files[-1])
    return b.with_table(lambda table: table["files"].append(table["files"][-1]))


@alteration("refused")
def files_reordered(b):
    return one_zip([*b.files[:-2], b.files[-1], b.files[-2]])


@alteration("refused")
def table_not_first(b):
    return one_zip([b.files[1], b.files[0], *b.files[2:]])


def with_path(b, path):
    b.put(path, b"Nothing\n", "aid")
    return b.whole()


@alteration("refused")
def path_upwards(b):
    return with_path(b, "../note.txt")


@alteration("refused")
def path_absolute(b):
    return with_path(b, "/tmp/note.txt")


@alteration("refused")
def path_with_a_backslash(b):
    return with_path(b, "a\\note.txt")


@alteration("refused")
def path_in_upper_case_twin(b):
    return with_path(b, "read-me.TXT")


@alteration("refused")
def path_of_201_bytes(b):
    return with_path(b, "a" * 201)


# The ZIP

@alteration("refused")
def zip_comment(b):
    return one_zip(b.files, comment=b"hello")


@alteration("refused")
def zip_extra_field(b):
    return one_zip(b.files, extra=b"\x99\x99\0\0")


@alteration("refused")
def zip_data_between_files(b):
    return one_zip(b.files, between=b"\0")


@alteration("refused")
def zip_flag_of_utf8(b):
    return one_zip(b.files, flags=0x800)


def by_zipfile(b, method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for path, content in b.files:
            archive.writestr(zipfile.ZipInfo(path), content, method)
    return out.getvalue()


@alteration("refused")
def zip_compressed_by_another_program(b):
    return by_zipfile(b, zipfile.ZIP_DEFLATED)


@alteration("refused")
def zip_stored_by_another_program(b):
    return by_zipfile(b, zipfile.ZIP_STORED)


@alteration("refused")
def zip_cut_in_half(b):
    return b.data[:len(b.data) // 2]


@alteration("refused")
def zip_cut_before_the_directory(b):
    return b.data[:b.data.index(b"PK\1\2\x0a\0\x0a\0")]


@alteration("refused")
def zip_cut_before_the_end(b):
    return b.data[:-22]


@alteration("refused")
def zip_last_byte_lost(b):
    return b.data[:-1]


@alteration("refused")
def zip_empty(b):
    return b""


@alteration("refused")
def zip_bytes_appended(b):
    return b.data + b"\0"


@alteration("refused")
def zip_bytes_before(b):
    return b"#!/bin/sh\n" + b.data


@alteration("refused")
def zip_claims_of_a_huge_file(b):
    return b.data[:18] + b"\xfe\xff\xff\xff" * 2 + b.data[26:]


@alteration("refused")
def zip_claims_of_many_files(b):
    return b.data[:-14] + b"\xff\xff\xff\xff" + b.data[-10:]


@alteration("refused")
def zip_offset_of_the_directory(b):
    return b.data[:-6] + struct.pack("<I", struct.unpack("<I", b.data[-6:-2])[0] + 1) + b.data[-2:]


@alteration("refused")
def zip_directory_with_another_path(b):
    at = b.data.rindex(b.files[-1][0].encode())
    return flip(b.data, at + len(b.files[-1][0]) - 1)


@alteration("refused")
def zip_directory_with_another_checksum(b):
    return flip(b.data, b.data.rindex(b"PK\1\2") + 16)


def main():
    data, folder = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for place, (function, expected, needs_key) in enumerate(ALTERATIONS, 1):
        altered = function(Bundle(data))
        path = folder / f"{place:02}-{function.__name__}.zip"
        path.write_bytes(altered)
        if altered == data:
            sys.exit(f"{function.__name__} altered nothing")
        line = {"file": str(path), "alteration": function.__name__, "expected": expected}
        print(json.dumps(line | ({"needs_key": True} if needs_key else {})), flush=True)


if __name__ == "__main__":
    main()
