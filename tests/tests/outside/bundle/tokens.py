"""The CMS of seals (§12.3 of ledger-format.md, by its steps) and the tokens of time-stamps (§12.5).

What is signed, hashed or compared is taken as it stands in the input (§12.1). A fault bears the names of §12.7, those of parts
before it: `cms: signature: wrong`.
"""

from cryptography.hazmat.primitives import hashes

from certificates import Certificate, check_chain, read_extensions
from der import Fields, children, inner, integer, moment_of, oid, one
from faults import need, part
from signatures import check_signature, digest, hash_of, read_algorithm


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
