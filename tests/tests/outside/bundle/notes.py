"""Keys and checkpoints, written from §5 and §6 of ledger-format.md."""

import re
import unicodedata

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from canonical import LARGEST, sha256, unbase64
from faults import Fault, need

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


def read_key(vkey, kind=1):
    """Name, id and key: of a log (kind 1, §5) or of a witness (kind 4, §6.1)."""
    pieces = vkey.split("+", 2)
    need(len(pieces) == 3, "the verifier key has not three parts")
    name, key_id, key = pieces[0], pieces[1], unbase64(pieces[2])
    check_name(name)
    need(len(key) == 33 and key[0] == kind, "not a key of Ed25519 for this")
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


# §6.1 Cosignatures

def cosigned(note, witness):
    """When this witness cosigned the note, in milliseconds; None when it did not."""
    name, key_id, public = witness
    head, _, tail = note.rpartition("\n\n")
    latest = None
    for _, by, text in (line.split(" ") for line in tail[:-1].split("\n")):
        raw = unbase64(text)
        if by == name and raw[:4] == key_id:
            seconds = int.from_bytes(raw[4:12], "big")
            try:
                message = f"cosignature/v1\ntime {seconds}\n{head}\n".encode()
                Ed25519PublicKey.from_public_bytes(public).verify(raw[12:], message)
            except InvalidSignature:
                raise Fault(f"the cosignature of {name} does not hold") from None
            latest = max(latest or 0, seconds * 1000)
    return latest
