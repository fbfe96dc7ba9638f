"""The form of the ZIP, written from §13.1 of ledger-format.md."""

import re
import struct
import zlib

from faults import need


SEGMENT = re.compile(r"[A-Za-z0-9_-]([A-Za-z0-9._-]*[A-Za-z0-9_-])?")
DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[1-9]")


def plain(path, seen):
    """Whether a path is allowed beside those seen: no program may unpack it otherwise than another."""
    segments = path.lower().split("/")
    folders = {"/".join(segments[:end]) for end in range(1, len(segments))}
    known = {"/".join(other.split("/")[:end]) for other in seen for end in range(1, other.count("/") + 1)}
    return (all(SEGMENT.fullmatch(segment) and not DEVICE.fullmatch(segment.split(".")[0]) for segment in segments)
            and path.lower() not in seen | known and not folders & seen)


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
        need(path.isascii() and plain(path.decode(), seen), "a path is not allowed, or stands there twice")
        seen.add(path.lower().decode())
        head = struct.pack("<HHHHHIIIHH", 10, 0, 0, 0, 0x21, zlib.crc32(content), size, size, length, 0)
        need(data[at + 4:at + 30] == head, f"the head of {path.decode()} is not in the one form, or its checksum is wrong")
        directory.append(b"PK\1\2\x0a\0" + head + bytes(10) + struct.pack("<I", at) + path)
        files.append((path.decode(), content))
        at = start + size
    table = b"".join(directory)
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(table), at, 0)
    need(data[at:] == table + end, "the directory is not in the one form")
    return files
