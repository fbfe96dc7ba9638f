"""The evidence file and its checks, written from §3, §4, §7 and §9 of ledger-format.md."""

import re

from canonical import HEX64, LATEST, MIB, SUBJECT, canonical, check_version, exactly, matches, sha256, unbase64, whole
from faults import Fault, need, part
from notes import cosigned, read_checkpoint, read_key
from tokens import check_token


DAY = 24 * 60 * 60 * 1000  # §9, 8


# §4.1 Inclusion

def root_of(header, index, size, proof):
    need(index < size, "the index is beyond the log")
    f, s, r = index, size - 1, sha256(b"\0" + header)
    for p in proof:
        need(s > 0, "a proof is too long")
        if f % 2 == 1 or f == s:
            r = sha256(b"\1" + p + r)
            while f % 2 == 0 and f > 0:
                f, s = f // 2, s // 2
        else:
            r = sha256(b"\1" + r + p)
        f, s = f // 2, s // 2
    need(s == 0, "a proof is too short")
    return r


# §4.2 Consistency, as in RFC 9162 §2.1.4.2

def check_continued(old, old_root, new, new_root, proof):
    """That the log of `new` entries begins with the log of `old` entries, which are fewer and at least one."""
    need(proof, "not_continued")
    if old & (old - 1) == 0:
        proof = [old_root, *proof]
    f, s, before, after = old - 1, new - 1, proof[0], proof[0]
    while f % 2 == 1:
        f, s = f // 2, s // 2
    for p in proof[1:]:
        need(s > 0, "not_continued")
        if f % 2 == 1 or f == s:
            before, after = sha256(b"\1" + p + before), sha256(b"\1" + p + after)
            while f % 2 == 0 and f > 0:
                f, s = f // 2, s // 2
        else:
            after = sha256(b"\1" + after + p)
        f, s = f // 2, s // 2
    need(s == 0 and (before, after) == (old_root, new_root), "not_continued")


# §3 Entries

def read_header(text):
    header = canonical(text.encode(), 1024)
    need(isinstance(header, dict), "a header is no object")
    need(not whole(header.get("v"), least=2), "a header of a newer version: take a newer verifier")
    exactly(header, ("actor", "digest", "index", "kind", "subject", "time", "v"), "a header")
    need(matches(re.compile("(member|contact):[0-9a-f]{32}|system"), header["actor"]), "a header's actor")
    need(matches(HEX64, header["digest"]), "a header's digest")
    need(whole(header["index"], 2**53 - 2), "a header's index")
    need(matches(re.compile("[a-z0-9_.-]{1,64}"), header["kind"]), "a header's kind")
    need(matches(SUBJECT, header["subject"]), "a header's subject")
    need(whole(header["time"], LATEST), "a header's time")
    need(header["v"] == 1 and type(header["v"]) is int, "a header's version")
    return header


def read_payload(entry, header):
    shown = entry["state"] == "disclosed"
    need((entry["payload"] is not None) == shown and (entry["salt"] is not None) == shown, "state and payload disagree")
    if not shown:
        return None
    data = entry["payload"].encode()
    payload = canonical(data, 16 * MIB)
    need(isinstance(payload, dict) and payload.get("kind") == header["kind"], "a payload's kind is not that of the header")
    digest = sha256(b"acte-payload/1\n\0" + bytes.fromhex(entry["salt"]) + data)
    need(digest.hex() == header["digest"], f"the payload of entry {header['index']} is not the one recorded")
    return payload


# §7 and §9 The evidence file

def is_proof(value):
    return isinstance(value, list) and len(value) <= 54 and all(matches(HEX64, h) for h in value)


def is_stamps(value):
    return isinstance(value, list) and len(value) <= 8 and all(isinstance(s, str) for s in value)


def check_earlier_format(states):
    need(isinstance(states, list) and 1 <= len(states) <= 32, "no earlier states, too many, or no list")
    for state in states:
        exactly(state, ("checkpoint", "proof", "time_stamps"), "an earlier state")
        need(isinstance(state["checkpoint"], str), "the checkpoint of an earlier state is no text")
        need(is_proof(state["proof"]), "a bad proof of an earlier state")
        need(is_stamps(state["time_stamps"]), "bad time_stamps of an earlier state")


def check_format(value):
    need(isinstance(value, dict), "the evidence is no object")
    names = {"checkpoint", "entries", "format", "origin", "time_stamps", "vkey"}
    names |= {"earlier"} if check_version(value, "acte-evidence", 2) == 2 else set()
    if Evidence.takes_old and "time_stamps" not in value:
        value["time_stamps"] = []
    exactly(value, names, "the evidence")
    need(all(isinstance(value[name], str) for name in ("checkpoint", "origin", "vkey")), "the evidence has a bad member")
    entries = value["entries"]
    need(is_stamps(value["time_stamps"]), "bad time_stamps")
    if "earlier" in names:
        check_earlier_format(value["earlier"])
    need(isinstance(entries, list) and len(entries) <= 10000, "too many entries, or no list")
    for entry in entries:
        exactly(entry, ("header", "payload", "proof", "salt", "state"), "an entry")
        need(isinstance(entry["header"], str), "a header is no text")
        need(entry["payload"] is None or isinstance(entry["payload"], str), "a payload is no text")
        need(entry["salt"] is None or matches(HEX64, entry["salt"]), "a salt is not 64 hex digits")
        need(is_proof(entry["proof"]), "a bad proof")
        need(entry["state"] in ("disclosed", "withheld", "erased"), "an unknown state")


def is_well_formed(destroyed, own):
    """Whether the stretches of a `project.destroyed` are in order, apart, below its own index, and as many entries as it counts (§3)."""
    stretches = destroyed["entries"]
    ordered = all(first <= last < own for first, last in stretches)
    apart = all(before[1] < after[0] for before, after in zip(stretches, stretches[1:]))
    return ordered and apart and sum(last - first + 1 for first, last in stretches) == destroyed["count"]


class Evidence:
    """The checks of §9, in order. A check that rests on one that failed is `not_checked`."""

    takes_old = False  # evidence without `time_stamps`, for `--old-evidence`
    witnesses = ()  # whose cosignatures count, for `--witness`

    def __init__(self, data, trusted, now):
        self.trusted, self.now, self.findings = trusted, now, {}
        self.headers, self.payloads, self.counts, self.erasures, self.cosignatures, self.states = [], [], {}, {}, [], {}
        self.value = self.check("file", lambda: canonical(data))
        self.check("format", lambda: check_format(self.value), "file")
        if self.holds("format"):
            self.check_all()

    def check_all(self):
        v = self.value
        self.key = self.check("key", lambda: read_key(v["vkey"]))
        self.check("trusted_key", self.check_trusted)
        self.note = self.check("checkpoint", lambda: self.read_note(v["checkpoint"]), "key")
        self.check("origin", self.check_origin, "checkpoint")
        self.headers = self.check("headers", lambda: [read_header(entry["header"]) for entry in v["entries"]]) or []
        self.check("order", self.check_order, "checkpoint", "headers")
        self.payloads = self.check("payloads", self.read_payloads, "headers") or []
        self.check("proofs", self.check_proofs, "checkpoint", "headers")
        self.check("time_stamps", self.check_time_stamps, "checkpoint")
        states = [entry["state"] for entry in v["entries"]]
        self.counts = {state: states.count(state) for state in ("disclosed", "withheld", "erased")}
        self.erasures = self.read_erasures(states) if self.holds("payloads") else {}
        if self.note:
            self.counts |= {"log": self.note[1], "elsewhere": self.note[1] - len(states)}

    def read_note(self, note):
        """A checkpoint, and which of the reader's witnesses cosigned it (§6.1)."""
        read = read_checkpoint(note, self.key)
        self.states[read[1]] = read[2]
        times = [(witness[0], cosigned(note, witness)) for witness in self.witnesses]
        self.cosignatures += [{"witness": name, "size": read[1], "time": time} for name, time in times if time is not None]
        return read

    def read_erasures(self, states):
        """By whom, when and why the erased entries lost their payload, as far as an entry shown says so (§3)."""
        erased = {header["index"] for header, state in zip(self.headers, states) if state == "erased"}
        times = {header["index"]: header["time"] for header in self.headers}
        found = {}
        for index, payload in self.of_kind("project.destroyed"):
            said = {"at": times[index], "by": payload["by"]["name"], "ground": "retention", "note": payload["note"]}
            if is_well_formed(payload, index):
                found |= {entry: said for first, last in payload["entries"] for entry in erased if first <= entry <= last}
        said = [(index, payload) for index, payload in self.of_kind("payload.erased") if payload["entry"] in erased]
        return found | {payload["entry"]: {"at": times[index], "by": payload["by"]["name"], "ground": payload["ground"],
                                           "note": payload["note"]} for index, payload in said}

    def check(self, name, function, *rests_on):
        if not all(self.holds(other) for other in rests_on):
            self.findings[name] = "not_checked"
            return None
        self.findings[name] = "passed"
        try:
            return function()
        except Fault as fault:
            self.findings[name] = {"failed": str(fault)}

    def holds(self, name):
        return self.findings.get(name) == "passed" or "remarked" in self.findings.get(name, ())

    def remark(self, name, what):
        self.findings[name] = {"remarked": what}

    def failures(self):
        """What does not hold in the file itself: that its key is not the reader's is another matter."""
        return [f"{name}: {found['failed']}" for name, found in self.findings.items()
                if "failed" in found and name != "trusted_key"]

    def verdict(self):
        if self.failures():
            return "faulty"
        if not self.holds("trusted_key"):
            return "other_key"
        return "intact" if self.trusted else "key_not_compared"

    def check_trusted(self):
        if not self.trusted:
            return self.remark("trusted_key", "to_be_compared")
        same_name = self.value["vkey"].split("+")[0] == self.trusted.split("+")[0]
        need(self.value["vkey"] == self.trusted, "another key" if same_name else "the file of another firm")

    def check_origin(self, note=None):
        need(self.value["origin"] == self.key[0] == (note or self.note)[0], "the names of file, key and checkpoint differ")

    def check_order(self):
        last_index, last_time = -1, 0
        for header in self.headers:
            need(last_index < header["index"] < self.note[1], "the indices do not ascend, or leave the log")
            need(last_time <= header["time"], "the time goes back")
            need(header["time"] <= self.now + DAY, "a time in the future")
            last_index, last_time = header["index"], header["time"]

    def read_payloads(self):
        read = [read_payload(*pair) for pair in zip(self.value["entries"], self.headers)]
        shown = [(header["index"], payload) for header, payload in zip(self.headers, read) if payload is not None]
        if len(shown) < len(read):
            self.remark("payloads", "not_all_shown")
        return shown

    def check_proofs(self):
        roots = [root_of(entry["header"].encode(), header["index"], self.note[1], [bytes.fromhex(p) for p in entry["proof"]])
                 for entry, header in zip(self.value["entries"], self.headers)]
        wrong = [header["index"] for root, header in zip(roots, self.headers) if root != self.note[2]]
        together = len(roots) >= 2 and len(set(roots)) == 1
        need(not (wrong and together), "proofs and checkpoint do not belong together")
        need(not wrong, f"the proofs of the entries with the indices {wrong[:5]}, from 0, do not lead to the checkpoint")

    def check_time_stamps(self):
        found = self.read_stamps(self.value["time_stamps"], self.note)
        before = 0
        for place, state in enumerate(self.value.get("earlier", []), 1):
            before = part(f"earlier {place}", self.check_earlier, state, before)
        self.remark("time_stamps", "unknown_authorities" if any(found) else "refused_authorities" if found else "none")

    def check_earlier(self, state, before):
        """The size of an earlier state that holds."""
        note = self.read_note(state["checkpoint"])
        self.check_origin(note)
        need(before < note[1] < self.note[1], "not_earlier")
        check_continued(note[1], note[2], self.note[1], self.note[2], [bytes.fromhex(p) for p in state["proof"]])
        self.read_stamps(state["time_stamps"], note)
        return note[1]

    def read_stamps(self, tokens, note):
        return [part(f"token {place}", self.stamped, token, note) for place, token in enumerate(tokens, 1)]

    def stamped(self, token, note):
        """Whether a token counts. One that holds under certificates that do not is no fault of the file: the log does not sign it."""
        try:
            return check_token(unbase64(token), sha256(note[3]), self.now)
        except Fault as fault:
            if not str(fault).startswith("chain: "):
                raise
            return None

    def time_of(self, index):
        return next(header["time"] for header in self.headers if header["index"] == index)

    def of_kind(self, kind):
        return [(index, payload) for index, payload in self.payloads if payload["kind"] == kind]
