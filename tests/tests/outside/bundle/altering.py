"""What alterations are made of: a bundle, taken apart and put together (§13 of docs/ledger-format.md)."""

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib

ALTERATIONS = []
STREAM = rb"stream\r?\n"
SEAL = rb"/ByteRange\s*\[0 (\d+) (\d+) (\d+)\]"
EVIDENCE = STREAM + rb'\{"checkpoint":"'


class Lacking(Exception):
    """The bundle has nothing that could be altered so."""


def first(found):
    for item in found:
        return item
    raise Lacking


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

    def document(self, holding=b""):
        """The path of the first document in which a pattern is found."""
        return first(path for path in self.find(role="document") if re.search(holding, self.get(path)))

    def list_of_files(self, holding=b""):
        """The path of the list of files, whose name depends on the language."""
        return first(path for path in self.find(role="aid") if path.endswith(".pdf") and re.search(holding, self.get(path)))

    def pdf(self, holding):
        """The path of the first PDF that a verifier reads, in which a pattern is found."""
        paths = self.find(role="document") + self.find(role="aid")
        return first(path for path in paths if path.endswith(".pdf") and re.search(holding, self.get(path)))

    def get(self, path):
        return first(content for name, content in self.files if name == path)

    def put(self, path, content, role=None):
        """Replaces a file, or adds one of that role."""
        if role:
            self.files.append([path, content])
            self.contents["files"].append({"name": path.split("/")[-1], "path": path, "role": role})
        first(file for file in self.files if file[0] == path)[1] = content

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
        """Where the last entry of a kind that is shown stands in the evidence file."""
        kinds = [json.loads(entry["header"])["kind"] for entry in self.entries]
        return first(at for at in reversed(range(len(kinds))) if kinds[at] == kind and self.entries[at]["payload"])

    def entry(self, at, fits=lambda entry: True):
        """The entry at that place, or the first one after it that fits."""
        return first(entry for entry in self.entries[at:] if fits(entry))

    def header(self, at, **members):
        entry = self.entry(at)
        entry["header"] = canonical({**json.loads(entry["header"]), **members}).decode()


def flip(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def middle(data):
    """A place inside the first stream of a PDF, of which there is one."""
    return min(re.search(STREAM, data).end() + 40, len(data) - 1)


def other_hash(text):
    return sha256(text.encode()).hex()
