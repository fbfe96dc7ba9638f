"""Forged logs (§3 to §6 of docs/ledger-format.md), seals and time-stamps (§12)."""

import base64
import datetime
import json
import re

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from altering import SEAL, Lacking, canonical, sha256
from der import children, element, inner


def root_and_proofs(leaves):
    """§4: the root, and the proof of each leaf from the leaf up."""
    if len(leaves) == 1:
        return leaves[0], [[]]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    (left, below_left), (right, below_right) = root_and_proofs(leaves[:k]), root_and_proofs(leaves[k:])
    return sha256(b"\1" + left + right), [p + [right] for p in below_left] + [p + [left] for p in below_right]


def consistency(leaves, old, whole=True):
    """§4.2, as RFC 6962 §2.1.2 has it: that the log of these leaves begins with the first `old` of them."""
    if old == len(leaves):
        return [] if whole else [root_and_proofs(leaves)[0]]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= k:
        return consistency(leaves[:k], old, whole) + [root_and_proofs(leaves[k:])[0]]
    return consistency(leaves[k:], old - k, False) + [root_and_proofs(leaves[:k])[0]]


class Forger:
    def __init__(self, origin):
        self.origin, self.key = origin, Ed25519PrivateKey.generate()
        public = b"\1" + self.key.public_key().public_bytes_raw()
        self.id = sha256(origin.encode() + b"\n" + public)[:4]
        self.vkey = f"{origin}+{self.id.hex()}+{base64.b64encode(public).decode()}"

    def note(self, size, root):
        return self.sign(f"{self.origin}\n{size}\n{base64.b64encode(root).decode()}\n")

    def sign(self, text):
        signature = base64.b64encode(self.id + self.key.sign(text.encode())).decode()
        return f"{text}\n\u2014 {self.origin} {signature}\n"

    def state(self, leaves, size):
        """An earlier state of the log of these leaves (§7)."""
        note = self.note(size, root_and_proofs(leaves[:size])[0])
        return {"checkpoint": note, "proof": [p.hex() for p in consistency(leaves, size)], "time_stamps": [token_about(note)]}

    def sign_again(self, evidence, change=lambda payload: None, earlier=()):
        """The whole log anew: payloads, digests, tree, proofs, checkpoint, earlier states of these sizes. Entries that the file
        lacks get leaves of nothing. Returns the leaves."""
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
        with_earlier(evidence, [self.state(leaves, size) for size in earlier])
        return leaves


def with_earlier(evidence, states):
    """With these earlier states and the format that they ask for."""
    evidence.pop("earlier", None)
    evidence |= {"format": "acte-evidence/2", "earlier": states} if states else {"format": "acte-evidence/1"}


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


def token_about(note):
    return token(sha256(note.rpartition("\n\n")[0].encode() + b"\n"))


def seal_place(pdf):
    a, b, _ = map(int, re.search(SEAL, pdf).groups())
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
    if len(digits) > b - a - 2:  # there is no room: a seal whose numbers do not fit is none
        raise Lacking
    return pdf[:a] + b"<" + digits.ljust(b - a - 2, b"0") + b">" + pdf[b:]
