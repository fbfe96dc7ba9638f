"""Seals and time-stamps, written from section 12 of docs/ledger-format.md alone; used by verify_bundle.py.

What is signed, hashed or compared is taken as it stands in the input (§12.1); `cryptography` does the arithmetic only, and
reads no structure. A fault bears the names of §12.7, those of parts before it: `cms: signature: wrong`.
"""

import calendar
import hashlib
import re
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa


class Fault(Exception):
    """What does not hold, by its name; `within` puts the name of a part before it, as in `cms: signature: wrong`."""

    def within(self, part):
        return Fault(f"{part}: {self}")


def need(condition, fault):
    if not condition:
        raise Fault(fault)


def part(name, function, *arguments):
    try:
        return function(*arguments)
    except Fault as fault:
        raise fault.within(name) from None


# §12.1 DER. An element is (tag, content, all its bytes).

def element(data, at=0):
    need(len(data) - at >= 2 and data[at] & 31 != 31, "malformed")
    length, start = data[at + 1], at + 2
    if length >= 128:
        size = length - 128
        need(1 <= size <= 4 and len(data) - start >= size, "malformed")  # 0x80, the indefinite length, has size 0
        length = int.from_bytes(data[start:start + size], "big")
        need(length >= 128 and length >> 8 * (size - 1), "malformed")
        start += size
    need(len(data) - start >= length, "malformed")
    return data[at], data[start:start + length], data[at:start + length]


def children(content):
    result, at = [], 0
    while at < len(content):
        result.append(element(content, at))
        at += len(result[-1][2])
    return result


def check_der(item, level=0):
    tag, content, _ = item
    need(level < 40, "malformed")
    if tag & 0x20:
        need(tag >= 0x40 or tag in (0x30, 0x31), "malformed")  # strings in pieces
        for child in children(content):
            check_der(child, level + 1)
    else:
        need(tag not in (0x00, 0x10, 0x11), "malformed")
        need(tag != 1 or content in (b"\0", b"\xff"), "malformed")
        need(tag != 2 or minimal(content), "malformed")
        need(tag != 3 or (content and content[0] < 8 and (len(content) > 1 or not content[0])), "malformed")
        need(tag != 5 or not content, "malformed")


def minimal(content):
    return bool(content) and not (len(content) > 1 and content[:2] < b"\0\x80" and content[0] == 0) and \
        not (len(content) > 1 and content[0] == 255 and content[1] >= 128)


def one(data, trailing="trailing_bytes"):
    item = element(data)
    need(len(item[2]) == len(data), trailing)
    check_der(item)
    return item


class Fields:
    """The fields of a structure, taken in order; what is left over at `done` is not as prescribed."""

    def __init__(self, item, tag=0x30):
        need(item[0] == tag, "malformed")
        self.items = children(item[1])

    def maybe(self, *tags):
        return self.items.pop(0) if self.items and self.items[0][0] in tags else None

    def take(self, *tags):
        item = self.maybe(*tags)
        need(item is not None, "malformed")
        return item

    def done(self):
        need(not self.items, "malformed")


def inner(item):
    """What an explicit tag holds."""
    items = children(item[1])
    need(len(items) == 1, "malformed")
    return items[0]


def integer(item):
    need(minimal(item[1]), "malformed")
    return int.from_bytes(item[1], "big", signed=True)


def oid(item):
    need(item[0] == 6 and item[1] and item[1][-1] < 128, "malformed")
    arcs, value, fresh = [], 0, True
    for byte in item[1]:
        need(not (fresh and byte == 128), "malformed")
        value, fresh = value << 7 | byte & 127, byte < 128
        if fresh:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, [first, arcs[0] - 40 * first, *arcs[1:]]))


def algorithm(item):
    """The identifier and its parameters, or None."""
    fields = Fields(item)
    name, parameters = oid(fields.take(6)), fields.items.pop(0) if fields.items else None
    fields.done()
    return name, parameters


def moment_of(item):
    """Milliseconds of a UTCTime or a GeneralizedTime, cut off; only the latter may have a fraction (§12.5, 6)."""
    text = item[1].decode("latin-1")
    if item[0] == 0x17:
        text = ("20" if text[:2] < "50" else "19") + text
    found = re.fullmatch(r"([0-9]{14})(?:\.([0-9]*[1-9]))?Z", text)
    need(found and (item[0] == 0x18 or not found[2]), "malformed")
    try:
        seconds = calendar.timegm(time.strptime(found[1], "%Y%m%d%H%M%S"))
    except ValueError:
        raise Fault("malformed") from None
    need(time.strftime("%Y%m%d%H%M%S", time.gmtime(seconds)) == found[1], "malformed")  # no 60th second
    return seconds * 1000 + int((found[2] or "").ljust(3, "0")[:3])


# §12.2 Signatures

HASHES = {"2.16.840.1.101.3.4.2.1": hashes.SHA256, "2.16.840.1.101.3.4.2.2": hashes.SHA384, "2.16.840.1.101.3.4.2.3": hashes.SHA512}
ECDSA = dict(zip((f"1.2.840.10045.4.3.{n}" for n in (2, 3, 4)), HASHES.values()))
RSA = dict(zip((f"1.2.840.113549.1.1.{n}" for n in (11, 12, 13)), HASHES.values()))
RSA_PLAIN, RSA_PSS, MGF1 = (f"1.2.840.113549.1.1.{n}" for n in (1, 10, 8))
CURVES = {"1.2.840.10045.3.1.7": ec.SECP256R1, "1.3.132.0.34": ec.SECP384R1}


def hash_of(item, fault):
    name, parameters = algorithm(item)
    need(name in HASHES and (parameters is None or parameters[2] == b"\5\0"), fault)
    return HASHES[name]


def digest(kind, data):
    return hashlib.new(kind.name, data).digest()


def pss_hash(parameters):
    need(parameters is not None, "unknown_algorithm")
    fields = Fields(parameters)
    need(len(fields.items) == 3, "unknown_algorithm")  # the defaults, which are left out, are SHA-1 and a salt of 20
    kind = hash_of(inner(fields.take(0xA0)), "unknown_algorithm")
    name, mask = algorithm(inner(fields.take(0xA1)))
    need(name == MGF1 and mask and hash_of(mask, "unknown_algorithm") is kind, "unknown_algorithm")
    need(integer(inner(fields.take(0xA2))) == kind.digest_size, "unknown_algorithm")
    return kind


def read_algorithm(item, in_cms=None):
    """The family of keys and the hash; `in_cms` is the hash of the SignerInfo."""
    name, parameters = algorithm(item)
    if name in ECDSA:
        need(parameters is None, "unknown_algorithm")
        return "ecdsa", ECDSA[name]
    if name == RSA_PSS:
        return "pss", pss_hash(parameters)
    kind = RSA.get(name) or (in_cms if name == RSA_PLAIN else None)
    need(kind and (parameters is None or parameters[2] == b"\5\0"), "unknown_algorithm")
    return "rsa", kind


def read_public(item):
    """The families that a key serves, and the key."""
    fields = Fields(item)
    name, parameters = algorithm(fields.take(0x30))
    bits = fields.take(3)[1]
    fields.done()
    need(bits[0] == 0, "malformed_key")
    if name == "1.2.840.10045.2.1" and parameters and parameters[0] == 6 and oid(parameters) in CURVES:
        try:
            return ("ecdsa",), ec.EllipticCurvePublicKey.from_encoded_point(CURVES[oid(parameters)](), bits[1:])
        except ValueError:
            raise Fault("malformed_key") from None
    need(name in (RSA_PLAIN, RSA_PSS), "unknown_key")
    numbers = Fields(one(bits[1:], "malformed_key"))
    modulus, exponent = integer(numbers.take(2)), integer(numbers.take(2))
    numbers.done()
    need(2048 <= modulus.bit_length() <= 4096, "key_size")
    try:
        key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
    except ValueError:
        raise Fault("malformed_key") from None
    return ("pss",) if name == RSA_PSS else ("rsa", "pss"), key


def check_signature(public, method, signature, data):
    family, kind = method
    families, key = read_public(public)
    need(family in families, "other_key")
    try:
        if family == "ecdsa":
            check_der(one(signature, "wrong"))
            key.verify(signature, data, ec.ECDSA(kind()))
        elif family == "rsa":
            key.verify(signature, data, padding.PKCS1v15(), kind())
        else:
            key.verify(signature, data, padding.PSS(padding.MGF1(kind()), kind.digest_size), kind())
    except (InvalidSignature, ValueError, Fault):
        raise Fault("wrong") from None


# §12.4 Certificates

EXTENSION = {"2.5.29.19": "basic", "2.5.29.15": "usage", "2.5.29.37": "purposes", "2.5.29.17": "names", "2.5.29.14": "key_id",
             "2.5.29.32": "policies", "1.3.6.1.5.5.7.1.3": "qc"}
TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
SEALING = {"2.5.29.37.0", "1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.4", "1.3.6.1.4.1.311.10.3.12", "1.2.840.113583.1.1.5"}


def read_extensions(item):
    """Each extension by its name: whether it is critical, and its value."""
    found = {}
    for extension in Fields(item).items:
        fields = Fields(extension)
        name, critical = oid(fields.take(6)), fields.maybe(1)
        name = EXTENSION.get(name, name)
        need(name not in found, "malformed")
        found[name] = critical is not None and critical[1] == b"\xff", fields.take(4)[1]
        fields.done()
    return found


class Certificate:
    def __init__(self, der):
        need(len(der) <= 65536, "too_long")
        self.der = der
        outer = Fields(one(der))
        body = outer.take(0x30)
        self.signed, outer_method, bits = body[2], outer.take(0x30), outer.take(3)[1]
        outer.done()
        need(bits[0] == 0, "malformed")
        self.signature = bits[1:]
        fields = Fields(body)
        version = fields.maybe(0xA0)
        version = integer(inner(version)) if version else 0
        self.serial, self.method, self.issuer = fields.take(2)[2], fields.take(0x30), fields.take(0x30)[2]
        validity = Fields(fields.take(0x30))
        self.start, self.end = (moment_of(validity.take(0x17, 0x18)) for _ in range(2))
        self.subject, self.public = fields.take(0x30)[2], fields.take(0x30)
        fields.maybe(0x81), fields.maybe(0x82)  # the unique identifiers of version 2
        extensions = fields.maybe(0xA3)
        fields.done(), validity.done()
        need(version in (0, 1, 2) and self.method[2] == outer_method[2] and (extensions is None or version == 2), "malformed")
        self.extensions = read_extensions(inner(extensions)) if extensions else {}
        self.read_meanings()

    def read_meanings(self):
        self.usage = self.purposes = None
        self.authority, self.below, self.key_id, self.names = False, None, None, []
        values = {name: one(value, "malformed") for name, (_, value) in self.extensions.items() if name in EXTENSION.values()}
        if "basic" in values:
            fields = Fields(values["basic"])
            authority, below = fields.maybe(1), fields.maybe(2)
            self.authority = authority is not None and authority[1] == b"\xff"
            self.below = integer(below) if below else None
            fields.done()
        if "usage" in values:
            need(values["usage"][0] == 3, "malformed")
            bits = "".join(f"{byte:08b}" for byte in values["usage"][1][1:])
            self.usage = {place for place, bit in enumerate(bits) if bit == "1"}
        if "purposes" in values:
            self.purposes = [oid(purpose) for purpose in Fields(values["purposes"]).items]
        if "names" in values:
            self.names = [name[2] for name in Fields(values["names"]).items]
        if "key_id" in values:
            need(values["key_id"][0] == 4, "malformed")
            self.key_id = values["key_id"][1]

    def check_at(self, moment):
        need(self.start <= moment, "not_yet_valid")
        need(moment < self.end + 1000, "expired")
        need(all(name in EXTENSION.values() for name, (critical, _) in self.extensions.items() if critical), "critical_extension")

    def check_purpose(self, purpose):
        need(self.usage is None or self.usage & {0, 1}, "key_usage")
        if purpose == "sealing":
            need(self.purposes is None or SEALING & set(self.purposes), "not_for_sealing")
            return
        need(self.purposes and TIME_STAMPING in self.purposes, "not_for_time_stamping")
        need(self.extensions["purposes"][0], "time_stamping_not_critical")
        need(self.purposes == [TIME_STAMPING], "time_stamping_not_alone")

    def check_signed_by(self, other):
        part("signature", lambda: check_signature(other.public, read_algorithm(self.method), self.signature, self.signed))


def check_chain(signer, others, moment, purpose, anchors=()):
    """Whether the chain is `anchored` or `unknown`; a fault if it does not hold at that moment."""
    signer.check_at(moment)
    signer.check_purpose(purpose)
    spent = 0

    def check_step(chain, upper):
        nonlocal spent
        need(len(chain) < 8, "too_long")
        upper.check_at(moment)
        need(upper.authority and (upper.usage is None or 5 in upper.usage), "not_authority")
        between = sum(c.subject != c.issuer for c in chain[1:])
        need(upper.below is None or between <= upper.below, "path_length")
        spent += 1
        need(spent <= 32, "too_many_checks")
        chain[-1].check_signed_by(upper)

    def climb(chain):
        last, ways, first = chain[-1], [], None
        if any(last.der == anchor.der for anchor in anchors):
            return "anchored"
        known = {c.der for c in chain}
        for upper in (*anchors, *others):
            if upper.subject != last.issuer or upper.subject == b"\x30\0" or upper.der in known:
                continue
            try:
                check_step(chain, upper)
                ways.append(climb([*chain, upper]))
            except Fault as fault:
                first = first or fault
            if "anchored" in ways:
                return "anchored"
        if first and not ways:
            raise first
        return "unknown"

    return climb([signer])


# §12.3 The CMS structure, by its steps

DATA, TST_INFO, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.9.16.1.4", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
TIME_STAMP = "1.2.840.113549.1.9.16.2.14"


class Cms:
    def __init__(self, data):
        need(len(data) <= 262144, "too_long")
        info = Fields(one(data))
        need(oid(info.take(6)) == SIGNED_DATA, "not_signed_data")
        fields = Fields(inner(info.take(0xA0)))
        version, algorithms, content = integer(fields.take(2)), fields.take(0x31), Fields(fields.take(0x30))
        self.type, body = oid(content.take(6)), content.maybe(0xA0)
        content.done()
        self.content = Fields((0x30, body[1])).take(4)[1] if body else None
        stored, lists, signers = fields.maybe(0xA0), fields.maybe(0xA1), children(fields.take(0x31)[1])
        fields.done(), info.done()
        need(len(signers) == 1, "signers")
        signer = Fields(signers[0])
        own_version, named = integer(signer.take(2)), signer.take(0x30, 0x80)
        self.read_hash(signer.take(0x30), algorithms)
        self.read_certificates(stored)
        self.find_signer(named)
        expected = own_version if self.type == DATA else 3
        need(own_version == (1 if named[0] == 0x30 else 3), "version")
        need(version == expected or (lists and version == 5), "version")
        signed = signer.maybe(0xA0)
        need(signed, "no_signed_attributes")
        self.signed = b"\x31" + signed[2][1:]  # as it stands, but for its tag (step 13)
        self.read_signed(signed)
        self.method = part("signature", lambda: read_algorithm(signer.take(0x30), self.hash))
        self.signature, unsigned = signer.take(4)[1], signer.maybe(0xA1)
        signer.done()
        self.read_unsigned(unsigned)

    def read_hash(self, item, algorithms):
        self.hash = hash_of(item, "unknown_hash")
        all_of_them = children(algorithms[1])
        need(len(all_of_them) == 1 and hash_of(all_of_them[0], "hash_algorithms") is self.hash, "hash_algorithms")

    def read_certificates(self, stored):
        items = children(stored[1]) if stored else []
        need(len(items) <= 32 and all(item[0] == 0x30 for item in items), "certificates")
        self.certificates = [part("certificate", Certificate, item[2]) for item in items]

    def find_signer(self, named):
        if named[0] == 0x30:
            fields = Fields(named)
            wanted = fields.take(0x30)[2], fields.take(2)[2]
            fields.done()
            found = [c for c in self.certificates if (c.issuer, c.serial) == wanted]
        else:
            found = [c for c in self.certificates if c.key_id == named[1]]
        need(len(found) == 1, "signer_certificate")
        self.signer = found[0]

    @staticmethod
    def attributes(item):
        found = {}
        items = children(item[1])
        need(1 <= len(items) <= 32, "attributes")
        for attribute in items:
            fields = Fields(attribute)
            name, values = oid(fields.take(6)), children(fields.take(0x31)[1])
            fields.done()
            need(len(values) == 1, "attributes")
            need(name not in found, "attribute_twice")
            found[name] = values[0]
        return found, [attribute[2] for attribute in items]

    def read_signed(self, item):
        found, order = self.attributes(item)
        need(order == sorted(order), "attributes")
        need(CONTENT_TYPE in found, "attribute_missing")
        need(oid(found[CONTENT_TYPE]) == self.type, "content_type")
        need(MESSAGE_DIGEST in found, "attribute_missing")
        need(found[MESSAGE_DIGEST][0] == 4, "malformed")
        self.digest = found[MESSAGE_DIGEST][1]
        names = [name for name in (SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2) if name in found]
        need(names, "attribute_missing")
        for name in names:
            self.check_signing_certificate(found[name], name == SIGNING_CERTIFICATE_V2)

    def check_signing_certificate(self, item, second):
        fields = Fields(item)
        first = Fields(Fields(fields.take(0x30)).take(0x30))
        kind = first.maybe(0x30) if second else None
        kind = hash_of(kind, "signing_certificate") if kind else hashes.SHA256 if second else hashes.SHA1
        need(first.take(4)[1] == digest(kind, self.signer.der), "signing_certificate")
        place = first.maybe(0x30)
        first.done()
        if place:
            place = Fields(place)
            names, serial = children(place.take(0x30)[1]), place.take(2)[2]
            place.done()
            need(len(names) == 1 and names[0][0] == 0xA4 and inner(names[0])[2] == self.signer.issuer, "signing_certificate")
            need(serial == self.signer.serial, "signing_certificate")

    def read_unsigned(self, item):
        self.time_stamp = None
        if item:
            found, _ = self.attributes(item)
            need(set(found) == {TIME_STAMP}, "unsigned_attribute")
            self.time_stamp = found[TIME_STAMP][2]

    def check_holds(self, content):
        need(self.digest == digest(self.hash, content), "wrong_digest")
        part("signature", lambda: check_signature(self.signer.public, self.method, self.signature, self.signed))


# §12.5 Tokens

def check_token(data, hashed, now, anchors=()):
    """The time and the trust of a good token about this SHA-256."""
    cms = part("cms", Cms, data)
    need(cms.content is not None and cms.type == TST_INFO, "not_a_time_stamp")
    part("cms", cms.check_holds, cms.content)
    info = Fields(one(cms.content))
    need(integer(info.take(2)) == 1, "version")
    oid(info.take(6))
    imprint = Fields(info.take(0x30))
    kind, found, _, made = imprint.take(0x30), imprint.take(4)[1], info.take(2), moment_of(info.take(0x18))
    accuracy, _, _, authority, extensions = (info.maybe(tag) for tag in (0x30, 1, 2, 0xA0, 0xA1))
    imprint.done(), info.done()
    critical = read_extensions((0x30, extensions[1])) if extensions else {}
    need(all(name == "qc" for name, (must, _) in critical.items() if must), "critical_extension")
    need(hash_of(kind, "wrong_algorithm") is hashes.SHA256, "wrong_algorithm")
    need(found == hashed, "wrong_hash")
    if authority:
        name = inner(authority)
        own = name[0] == 0xA4 and inner(name)[2] == cms.signer.subject
        need(own or name[2] in cms.signer.names, "authority_name")
    need(made <= now + 300000, "from_the_future")
    check_accuracy(accuracy)
    return made, part("chain", check_chain, cms.signer, cms.certificates, made, "time_stamping", anchors)


def check_accuracy(item):
    if item:
        fields = Fields(item)
        seconds, millis, micros = fields.maybe(2), fields.maybe(0x80), fields.maybe(0x81)
        fields.done()
        need(seconds is None or integer(seconds) >= 0, "malformed")
        need(all(1 <= integer(field) <= 999 for field in (millis, micros) if field), "malformed")
