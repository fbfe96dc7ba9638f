"""Signatures of Ed25519 (RFC 8032 §5.1), as slow as it is short."""

import hashlib

from basics import require

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    one = (a[1] - a[0]) * (b[1] - b[0]) % P
    two = (a[1] + a[0]) * (b[1] + b[0]) % P
    three = 2 * a[3] * b[3] * D % P
    four = 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar, point):
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def equal(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def decode_point(data):
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    require(y < P, "a point out of range")
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    require((x * x - square) % P == 0 and not (x == 0 and sign), "not a point of the curve")
    if x & 1 != sign:
        x = P - x
    point = (x, y, 1, x * y % P)
    require(not equal(times(8, point), NEUTRAL), "a point of small order")
    return point


BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def check_signature(public, message, signature):
    require(len(signature) == 64, "the signature has not 64 bytes")
    scalar = int.from_bytes(signature[32:], "little")
    require(scalar < L, "a scalar out of range")
    commitment, key = decode_point(signature[:32]), decode_point(public)
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    require(equal(times(scalar, BASE), add(commitment, times(challenge, key))), "the signature does not hold")
