"""Certificates and their chains, written from §12.4 of ledger-format.md."""

from der import Fields, inner, integer, moment_of, oid, one
from faults import Fault, need, part
from signatures import check_signature, read_algorithm


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
