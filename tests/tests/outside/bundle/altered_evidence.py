"""Alterations of the entries, of the log, and of the texts of JSON."""

import base64
import json
import re

from altering import EVIDENCE, SEAL, alteration, flip, one_zip, other_hash, sha256
from forging import Forger, token, token_about, with_earlier

# The entries


@alteration("faulty")
def payload_text(b):
    entry = b.entries[b.place("answer.given")]
    entry["payload"] = re.sub(r'"reason":"[^"]*"', '"reason":"Forged"', entry["payload"], count=1)
    return b.with_evidence()


@alteration("faulty")
def payload_text_and_digest(b):
    at = b.place("document.made")
    b.entries[at]["payload"] = b.entries[at]["payload"].replace('"pages":', '"pages":1')
    data = b"acte-payload/1\n\0" + bytes.fromhex(b.entries[at]["salt"]) + b.entries[at]["payload"].encode()
    b.header(at, digest=sha256(data).hex())
    return b.with_evidence()


@alteration("faulty")
def salt(b):
    b.entry(2)["salt"] = other_hash("salt")
    return b.with_evidence()


@alteration("faulty")
def header_time(b):
    b.header(-1, time=json.loads(b.entry(-1)["header"])["time"] + 1)
    return b.with_evidence()


@alteration("faulty")
def time_in_the_future(b):
    """The whole log anew, by a key of its own, with its newest entry in the year 2090."""
    b.header(-1, time=3_800_000_000_000)
    Forger(b.evidence["origin"]).sign_again(b.evidence)
    return b.with_evidence()


@alteration("faulty")
def time_going_back(b):
    b.header(5, time=json.loads(b.entry(0)["header"])["time"] - 1)
    return b.with_evidence()


@alteration("faulty")
def entry_index(b):
    b.header(-1, index=json.loads(b.entry(-1)["header"])["index"] + 1)
    return b.with_evidence()


@alteration("faulty")
def entry_actor(b):
    b.header(-1, actor="member:" + "0" * 32)
    return b.with_evidence()


@alteration("faulty")
def header_with_a_member_more(b):
    b.header(3, note="x")
    return b.with_evidence()


@alteration("faulty")
def header_of_a_newer_version(b):
    b.header(3, v=2)
    return b.with_evidence()


@alteration("faulty")
def entries_naming_a_document_removed(b):
    mark = sha256(b.get(b.document())).hex()
    b.evidence["entries"] = [entry for entry in b.entries if mark not in (entry["payload"] or "")]
    return b.with_evidence()


@alteration("faulty")
def entry_of_the_seal_removed(b):
    b.pdf(SEAL)
    del b.entries[b.place("seal.recorded")]
    return b.with_evidence()


@alteration("faulty")
def entry_of_the_document_withheld(b):
    mark = sha256(b.get(b.document())).hex()
    for entry in b.entries:
        if mark in (entry["payload"] or ""):
            entry |= {"payload": None, "salt": None, "state": "withheld"}
    return b.with_evidence()


@alteration("faulty")
def entries_swapped(b):
    b.entries[4], b.entries[5] = b.entry(5), b.entry(4)
    return b.with_evidence()


@alteration("faulty")
def entry_twice(b):
    b.entries.insert(4, b.entry(4))
    return b.with_evidence()


@alteration("faulty")
def payload_left_in_an_erased_entry(b):
    b.entry(4, lambda entry: entry["payload"])["state"] = "erased"
    return b.with_evidence()


# The log

@alteration("faulty")
def proof_hash(b):
    b.entry(3, lambda entry: len(entry["proof"]) > 1)["proof"][1] = other_hash("proof")
    return b.with_evidence()


@alteration("faulty")
def proof_too_short(b):
    b.entry(3, lambda entry: entry["proof"])["proof"].pop()
    return b.with_evidence()


@alteration("faulty")
def proof_too_long(b):
    b.entry(3)["proof"].append(other_hash("proof"))
    return b.with_evidence()


@alteration("faulty")
def checkpoint_root(b):
    lines = b.evidence["checkpoint"].split("\n")
    lines[2] = base64.b64encode(sha256(b"root")).decode()
    b.evidence["checkpoint"] = "\n".join(lines)
    return b.with_evidence()


@alteration("faulty")
def checkpoint_size(b):
    lines = b.evidence["checkpoint"].split("\n")
    lines[1] = str(int(lines[1]) + 1)
    b.evidence["checkpoint"] = "\n".join(lines)
    return b.with_evidence()


def signed_by_another(b):
    forger, lines = Forger(b.evidence["origin"]), b.evidence["checkpoint"].split("\n")
    return forger, forger.note(int(lines[1]), base64.b64decode(lines[2]))


@alteration("faulty")
def checkpoint_signed_by_another_key(b):
    _, b.evidence["checkpoint"] = signed_by_another(b)
    return b.with_evidence()


@alteration("faulty")
def checkpoint_without_signature(b):
    b.evidence["checkpoint"] = b.evidence["checkpoint"].partition("\n\n")[0] + "\n\n"
    return b.with_evidence()


@alteration("faulty")
def vkey_of_another(b):
    b.evidence["vkey"] = Forger(b.evidence["origin"]).vkey
    return b.with_evidence()


@alteration("other_key", needs_key=True)
def vkey_and_checkpoint_of_another(b):
    forger, b.evidence["checkpoint"] = signed_by_another(b)
    b.evidence["vkey"] = forger.vkey
    b.evidence["time_stamps"] = []
    with_earlier(b.evidence, [])
    return b.with_evidence()


@alteration("other_key", needs_key=True)
def whole_log_signed_again_with_another_text(b):
    def change(payload):
        if payload["kind"] == "answer.given":
            payload["typed_name"] = "Jean Forgé"
    b.place("answer.given")
    Forger(b.evidence["origin"]).sign_again(b.evidence, change)
    return b.with_evidence()


@alteration("faulty")
def whole_log_signed_again_under_another_name(b):
    """Only the evidence that a PDF holds betrays it without a key."""
    b.pdf(EVIDENCE)
    forger = Forger("forged.example/log/1")
    forger.sign_again(b.evidence)
    b.contents["origin"] = forger.origin
    return b.with_evidence()


@alteration("faulty")
def evidence_of_another_log(b):
    Forger("forged.example/log/1").sign_again(b.evidence)
    return b.with_evidence()


@alteration("faulty")
def origin_of_the_evidence(b):
    b.evidence["origin"] += "x"
    return b.with_evidence()


@alteration("faulty")
def origin_of_the_table(b):
    b.contents["origin"] += "x"
    return b.whole()


@alteration("faulty")
def time_stamp_garbage(b):
    b.evidence["time_stamps"] = [base64.b64encode(b"garbage").decode()]
    return b.with_evidence()


@alteration("faulty")
def time_stamp_of_another_checkpoint(b):
    b.evidence["time_stamps"] = [token(sha256(b"another checkpoint"))]
    return b.with_evidence()


def badly_signed(good):
    good = base64.b64decode(good)
    return base64.b64encode(flip(good, len(good) - 3)).decode()


@alteration("faulty")
def time_stamp_with_a_bad_signature(b):
    b.evidence["time_stamps"] = [badly_signed(token_about(b.evidence["checkpoint"]))]
    return b.with_evidence()


# The texts of JSON

def evidence_text(b, change):
    text = b.get("evidence.json").decode()
    b.put("evidence.json", change(text).encode())
    return b.whole()


@alteration("faulty")
def evidence_with_a_space(b):
    return evidence_text(b, lambda text: text.replace(',"entries"', ', "entries"', 1))


@alteration("faulty")
def evidence_reordered(b):
    def change(text):
        value = json.loads(text)
        return json.dumps(dict(reversed(value.items())), ensure_ascii=False, separators=(",", ":"))
    return evidence_text(b, change)


@alteration("faulty")
def evidence_with_a_member_twice(b):
    return evidence_text(b, lambda text: text.replace('{"checkpoint":', '{"checkpoint":"","checkpoint":', 1))


@alteration("faulty")
def evidence_with_escapes(b):
    return evidence_text(b, lambda text: text.replace("\u2014", "\\u2014", 1))


@alteration("faulty")
def evidence_with_a_line_at_the_end(b):
    return evidence_text(b, lambda text: text + "\n")


@alteration("faulty")
def evidence_of_a_newer_format(b):
    b.evidence["format"] = "acte-evidence/3"
    return b.with_evidence()


@alteration("faulty")
def evidence_with_a_member_more(b):
    b.evidence["note"] = 1
    return b.with_evidence()


@alteration("refused")
def table_with_a_space(b):
    b.files[0][1] = b.files[0][1].replace(b'","files"', b'", "files"')
    return one_zip(b.files)


@alteration("refused")
def table_with_a_float(b):
    b.files[0][1] = re.sub(rb'"made":(\d+)', rb'"made":\1.0', b.files[0][1])
    return one_zip(b.files)


@alteration("refused")
def table_with_a_member_twice(b):
    b.files[0][1] = b.files[0][1].replace(b'"format":', b'"format":"acte-bundle/1","format":')
    return one_zip(b.files)


@alteration("refused")
def table_of_a_newer_format(b):
    return b.with_table(lambda table: table.update(format="acte-bundle/2"))


@alteration("refused")
def table_with_a_member_more(b):
    return b.with_table(lambda table: table.update(note="x"))


@alteration("faulty")
def table_hash(b):
    return b.with_table(lambda table: table["files"][-1].update(sha256=other_hash("file")))


@alteration("refused")
def table_hash_in_upper_case(b):
    return b.with_table(lambda table: table["files"][-1].update(sha256=table["files"][-1]["sha256"].upper()))


@alteration("refused")
def table_size(b):
    return b.with_table(lambda table: table["files"][-1].update(size=table["files"][-1]["size"] + 1))


@alteration("refused")
def table_without_evidence(b):
    return b.with_table(lambda table: table["files"][0].update(role="aid"))
