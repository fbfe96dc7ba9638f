"""Signatures and their algorithms, written from §12.2 of ledger-format.md; `cryptography` does the arithmetic only, and reads no
structure."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from der import Fields, algorithm, check_der, inner, integer, oid, one
from faults import Fault, need


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
