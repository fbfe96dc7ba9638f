"""Verifies bundles of Acté, written from ledger-format.md alone (its sections are cited as §).

    python verify.py [--key VKEY] [--witness VKEY]... [--now MILLISECONDS] FILE.zip...

One line of JSON a file: verdict (intact, key_not_compared, other_key, faulty, refused), reason, contents (SHA-256 of bundle.json), findings (the checks of §9), files (path
to faults, §13.3), beyond (path to the indices of entries whose text only the evidence in that file shows), seals (path to certificate and standing, §8.1), absent and
erased (names of files that the evidence names and the bundle lacks, §13.3; of the erased the index of the entry that says so, from 0), left_out (those that bundles leave out by rule), left_out_outside (those that a
bundle made by a reader outside leaves out, §13.3), counts, cosignatures (by a
witness given: of a state of so many entries, when, §6.1) and not_cosigned (those that cosigned none). The program knows no anchors, so
every chain of certificates that holds leads to somebody unknown (§12.4). Ends with 0 if each file is intact, the key compared or not, else with 1. `--old-evidence` also takes evidence files without the
member `time_stamps`, against §7: for trying bundles of programs from before that member.
"""

import argparse
import base64
import json
import sys
import time

sys.dont_write_bytecode = True  # leave no __pycache__ beside the tests
from canonical import HEX64, LATEST, MIB, SUBJECT, canonical, check_version, exactly, matches, sha256, unbase64, whole
from evidence import DAY, Evidence
from faults import Fault, need
from notes import read_key
from pdf import chain_of, check_seal, embedded, find_seal, look_at_recorded_chains, standing
from zip import read_zip

# §13.2 The table of contents

def read_contents(files):
    need(files and files[0][0] == "bundle.json", "the first file is not bundle.json")
    value = canonical(files[0][1], 8 * MIB)
    need(isinstance(value, dict), "the table of contents is no object")
    check_version(value, "acte-bundle", 1)
    exactly(value, ("about", "files", "format", "made", "origin"), "the table of contents")
    need(matches(SUBJECT, value["about"]) and whole(value["made"], LATEST), "a bad member of the table of contents")
    need(isinstance(value["origin"], str) and isinstance(value["files"], list), "a bad member of the table of contents")
    need(len(value["files"]) <= 10000, "too many files")
    for place, entry in enumerate(value["files"]):
        exactly(entry, ("name", "path", "role", "sha256", "size"), "a file of the table of contents")
        need(all(isinstance(entry[name], str) for name in ("name", "path")), "a bad name or path in the table of contents")
        need(matches(HEX64, entry["sha256"]) and whole(entry["size"]), "a bad hash or size in the table of contents")
        need(entry["role"] in ("evidence", "document", "attachment", "aid"), "an unknown role")
        need((entry["role"] == "evidence") == (place == 0), "the evidence is not the first file, or there are several")
    listed = [(entry["path"], entry["size"]) for entry in value["files"]]
    need(listed and listed[0][0] == "evidence.json", "the first of the files is not evidence.json")
    need(listed == [(path, len(content)) for path, content in files[1:]], "the files are not those of the table of contents")
    return value


# §13.3 Verification

def named_files(value):
    """The files that a payload names, at any depth."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if isinstance(item.get("name"), str) and matches(HEX64, item.get("sha256")) and whole(item.get("size")):
                yield item["name"], item["sha256"], item["size"]
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)


def beyond(inside, evidence):
    """The entries whose text only the evidence in a file shows; the bundle's own must not tell of another past (§13.3, 7)."""
    if not evidence.headers or evidence.failures() or inside.value["vkey"] != evidence.value["vkey"]:
        return []
    known, shown = {header["index"]: header for header in evidence.headers}, {index for index, _ in evidence.payloads}
    for header in inside.headers:
        need(known.get(header["index"], header) == header, f"contradicts: entry {header['index']}, from 0")
    for size, root in inside.states.items():
        need(evidence.states.get(size, root) == root, f"contradicts: two states of {size} entries")
    return [index for index, _ in inside.payloads if index not in shown]


def pdf_faults(content, role, bundle, evidence, trusted, now, seals, more):
    if len(content) > 64 * MIB:
        return ["too_long"]
    if not content.startswith(b"%PDF-"):  # §8, 1
        return ["not_a_pdf"]
    faults = []
    try:
        found = embedded(content)
        if found is not None:
            inside = Evidence(found, trusted, now)
            if isinstance(inside.value, dict) and inside.value.get("origin") != bundle["origin"]:
                faults.append("other_firm")
            elif inside.failures():
                faults.append("evidence: " + inside.failures()[0])
            else:
                more += beyond(inside, evidence)
    except Fault as fault:
        faults.append(str(fault) if str(fault).startswith("contradicts") else f"evidence: {fault}")
    try:
        seal = find_seal(content)
        need(seal or role == "document", "not_sealed")  # §13.3, 5: for an aid no entry speaks
        if seal:
            seals.append(standing(check_seal(content, seal, evidence, now), content, evidence))
            faults += [] if seals[-1]["stands"] else ["other_seal"]
    except Fault as fault:
        faults.append(f"seal: {fault}")
    return faults


def pem(label, der):
    text = base64.b64encode(der).decode()
    lines = [text[at:at + 64] for at in range(0, len(text), 64)]
    return "".join(f"{line}\n" for line in [f"-----BEGIN {label}-----", *lines, f"-----END {label}-----"]).encode()


def following(evidence):
    """The aids that follow from the evidence, by their paths (§13.2)."""
    chains = [der for _, payload in evidence.of_kind("seal.recorded") for der in chain_of(payload)]
    spki = bytes.fromhex("302a300506032b6570032100") + evidence.key[2]
    note = evidence.value["checkpoint"]
    aids = {"checkpoint.txt": note.encode(), "checkpoint-text.txt": evidence.note[3], "checkpoint.sig": signature_of(note, evidence.key),
            "log-key.txt": evidence.value["vkey"].encode() + b"\n", "log-key.pem": pem("PUBLIC KEY", spki),
            "seals.pem": b"".join(pem("CERTIFICATE", der) for der in chains)}
    aids |= tokens_of("", evidence.value.get("time_stamps", []))
    for number, state in enumerate(evidence.value.get("earlier", []), 1):
        aids[f"earlier-{number}.txt"] = (state["checkpoint"].rpartition("\n\n")[0] + "\n").encode()
        aids |= tokens_of(f"earlier-{number}-", state["time_stamps"])
    return {"verification/" + name: content for name, content in aids.items()}


def tokens_of(prefix, tokens):
    return {f"{prefix}time-stamp-{number}.der": unbase64(token) for number, token in enumerate(tokens, 1)}


def signature_of(note, key):
    """The bytes of the first line by the log's key, without the four of its hash."""
    pieces = [line.split(" ") for line in note.rpartition("\n\n")[2][:-1].split("\n")]
    return next(raw[4:] for _, name, text in pieces if name == key[0] and (raw := unbase64(text))[:4] == key[1])


# §13.2: no other aid has a name that begins so
FOLLOWING = tuple("verification/" + begins for begins in ("checkpoint", "earlier-", "log-key", "seals", "time-stamp-"))


def file_faults(entry, content, named, bundle, evidence, trusted, now, seals, aids, more):
    faults, role = [], entry["role"]
    path = entry["path"].lower()  # of ASCII, as all that §13.1 accepts
    if role == "aid" and path.startswith(("documents/", "attachments/")):
        faults.append("misplaced")
    if role == "aid" and aids and path.startswith(FOLLOWING) and aids.get(entry["path"]) != content:
        faults.append("disagrees")
    if sha256(content).hex() != entry["sha256"]:
        faults.append("altered")
    if role == "evidence" and evidence.holds("format") and evidence.value["origin"] != bundle["origin"]:
        faults.append("other_firm")
    if role in ("document", "attachment"):
        names = named.get((sha256(content).hex(), len(content)))
        if names is None:
            faults.append("not_named")
        elif entry["name"] not in names:
            faults.append("other_name")
    if role == "document" or (role == "aid" and path.endswith(".pdf")):
        faults += pdf_faults(content, role, bundle, evidence, trusted, now, seals, more)
    return faults


def left_out(evidence, about, erased_by):
    """The indices of entries whose document bundles leave out by rule, and of those that a bundle made by a reader outside leaves out (§13.3)."""
    actors = {header["index"]: header["actor"] for header in evidence.headers}
    made = []
    for index, it in evidence.of_kind("document.made"):
        file, part = it.get("file"), it.get("part") or {}
        if isinstance(file, dict) and isinstance(part, dict) and all(isinstance(it.get(member), str) for member in ("document", "class", "about")):
            if erased_by.get(file.get("sha256"), -1) < index:
                own, copy = actors[index].startswith("member:"), it.get("redacts") is not None
                first = own and not copy and part.get("dossier", it["document"]) == it["document"]
                made.append((index, it["class"], it["about"], own, copy, first))

    def is_left_out(index, kind, subject, own, copy, first):
        if kind not in ("dossier", "client_dossier"):
            return copy and not own
        elsewhere = kind == "client_dossier" and about != f"client:{subject}"
        later = any(index < other[0] and (kind, subject) == other[1:3] and other[5] for other in made)
        return not first or elsewhere or later

    outside = {index for index, kind, _, _, copy, _ in made if copy or kind in ("dossier", "client_dossier")}
    return {document[0] for document in made if is_left_out(*document)}, outside


def verify(data, trusted, now):
    files = read_zip(data)
    bundle = read_contents(files)
    need(bundle["made"] <= now + DAY, "made in the future")
    evidence = Evidence(files[1][1], trusted, now)
    if evidence.failures():
        evidence.payloads = []  # evidence that does not verify names nothing (§13.3, 4)
    evidence.check("seal_chains", lambda: look_at_recorded_chains(evidence), *evidence.findings)
    named, last, erased_by, where = {}, {}, {}, {}
    for index, payload in evidence.payloads:
        for name, mark, size in named_files(payload):
            named.setdefault((mark, size), []).append(name)
            last[mark] = index
            where.setdefault((mark, size), set()).add(index)
        if payload["kind"] in ("payload.erased", "project.destroyed"):
            erased_by |= {mark: index for mark in payload.get("files", [])}
    seals, aids = {entry["path"]: [] for entry in bundle["files"]}, {} if evidence.failures() else following(evidence)
    more = {entry["path"]: [] for entry in bundle["files"]}
    faults = {entry["path"]: file_faults(entry, content, named, bundle, evidence, trusted, now, seals[entry["path"]], aids, more[entry["path"]])
              for entry, (_, content) in zip(bundle["files"], files[1:])}
    held = {(sha256(content).hex(), len(content)) for _, content in files} | {(e["sha256"], e["size"]) for e in bundle["files"]}
    lacking = {key: names[0] for key, names in named.items() if key not in held}
    erased = {name: erased_by[mark] for (mark, _), name in lacking.items() if erased_by.get(mark, -1) > last[mark]}
    by_rule, outside = left_out(evidence, bundle["about"], erased_by)
    there = {key: name for key, name in lacking.items() if erased_by.get(key[0], -1) < last[key[0]]}
    out = sorted(name for key, name in there.items() if where[key] <= by_rule)
    out_outside = sorted(name for key, name in there.items() if not where[key] <= by_rule and where[key] <= outside)
    absent = sorted(name for key, name in there.items() if not where[key] <= by_rule | outside)
    first = [*evidence.failures(), *(f"{path}: {fault}" for path, found in faults.items() for fault in found)]
    return {"verdict": "faulty" if first else evidence.verdict(), "reason": first[0] if first else None,
            "contents": sha256(files[0][1]).hex(), "findings": evidence.findings, "files": faults, "absent": absent, "erased": erased, "left_out": out, "left_out_outside": out_outside, "erasures": evidence.erasures,
            "beyond": {path: found for path, found in more.items() if found},
            "seals": {path: found[0] for path, found in seals.items() if found},
            "cosignatures": evidence.cosignatures,
            "not_cosigned": sorted({name for name, _, _ in Evidence.witnesses} - {one["witness"] for one in evidence.cosignatures}),
            "counts": {**evidence.counts, "files": len(faults)}}


def verify_file(path, trusted, now):
    try:
        with open(path, "rb") as file:
            return verify(file.read(2**32), trusted, now)
    except Fault as fault:
        reason = str(fault)
    except Exception as error:  # whatever the input does to this program, it is not verified
        reason = f"{type(error).__name__}: {error}"
    return {"verdict": "refused", "reason": reason, "findings": {}, "files": {}, "absent": [], "left_out": [], "left_out_outside": [], "counts": {}}


def read_given(option, vkey, kind):
    """What is no verifier key is none (§9, 4): a slip of the hand says nothing of a file."""
    try:
        return vkey and read_key(vkey, kind)
    except Fault as fault:
        print(f"{option}: not a verifier key ({fault}); nothing was compared with it", file=sys.stderr)
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--key", help="the firm's verifier key, known otherwise")
    parser.add_argument("--witness", action="append", default=[], help="the verifier key of a witness, known otherwise")
    parser.add_argument("--now", type=int, default=int(time.time() * 1000), help="the present, in milliseconds since 1970")
    parser.add_argument("--old-evidence", action="store_true")
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    Evidence.takes_old = arguments.old_evidence
    trusted = arguments.key if read_given("--key", arguments.key, 1) else None
    Evidence.witnesses = [witness for vkey in arguments.witness if (witness := read_given("--witness", vkey, 4))]
    holds = True
    for path in arguments.files:
        found = verify_file(path, trusted, arguments.now)
        holds &= found["verdict"] in ("intact", "key_not_compared")
        print(json.dumps(found), flush=True)
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
