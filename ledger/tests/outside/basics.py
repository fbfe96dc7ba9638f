"""What both parts of the verifier use."""

import hashlib


class Refused(Exception):
    """What was read is not what the page asks for."""


def require(condition, why):
    if not condition:
        raise Refused(why)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
