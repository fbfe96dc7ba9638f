"""Evidence and seals in a PDF, written from §8 and §12.6 of ledger-format.md."""

import re

from cryptography.hazmat.primitives import hashes

from canonical import LATEST, sha256, unbase64, whole
from certificates import Certificate, check_chain
from der import element
from faults import Fault, need, part
from tokens import DATA, Cms, check_token


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
        need(b"/ByteRange" not in pdf, "range")
        need(pdf.rstrip(b"\t\n\f\r ").endswith(b"%%EOF"), "not_whole")  # §8.1
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
    times = [evidence.time_of(index) for index in made(pdf, evidence)] + [header["time"] for header in evidence.headers[-1:]]
    moment = times[0] if named else now
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


def made(pdf, evidence):
    """Where the evidence records the file."""
    file = sha256(pdf).hex()
    return [index for index, payload in evidence.of_kind("document.made") if has_hash(payload.get("file"), file)]


def standing(cms, pdf, evidence):
    """Whose seal it is (§8.1). Without anchors no time-stamp says whether a seal was made before its key was revoked."""
    mark = sha256(cms.signer.der).hex()
    told = {"certificate": mark, "standing": "unknown", "stands": False}
    recorded = [index for index, payload in evidence.of_kind("seal.recorded") if names(payload, cms)]
    if not recorded:
        return told
    revoked = [(index, payload) for index, payload in evidence.of_kind("seal.revoked")
               if payload.get("sha256") == mark and index > recorded[0]]
    if not revoked:
        return told | {"standing": "recorded", "stands": True}
    index, payload = revoked[0]
    since = min(evidence.time_of(index), payload["since"] if whole(payload.get("since")) else LATEST)
    return told | {"standing": "revoked", "stands": any(place < index for place in made(pdf, evidence)), "since": since,
                   "reason": payload.get("reason")}


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
