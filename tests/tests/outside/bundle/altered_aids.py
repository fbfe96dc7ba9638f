"""Alterations of the aids: those that follow from the evidence (§13.2), and those in places where others are looked for (§13.3, 6)."""

from altering import alteration, flip


def with_aid(b, name, change):
    path = f"verification/{name}"
    b.put(path, change(b.get(path)))
    return b.whole()


def with_new(b, path, content):
    b.put(path, content, "aid")
    return b.whole()


@alteration("faulty")
def key_for_other_programs(b):
    return with_aid(b, "log-key.pem", lambda key: flip(key, 60))


@alteration("faulty")
def key_for_people(b):
    return with_aid(b, "log-key.txt", lambda key: flip(key, len(key) - 4))


@alteration("faulty")
def checkpoint_for_other_programs(b):
    return with_aid(b, "checkpoint-text.txt", lambda text: text.replace(b"\n", b"\n1", 1))


@alteration("faulty")
def certificates_for_other_programs(b):
    return with_aid(b, "seals.pem", lambda chains: chains + chains)


@alteration("faulty")
def note_for_other_programs(b):
    return with_aid(b, "checkpoint.txt", lambda note: flip(note, len(note) - 4))


@alteration("faulty")
def signature_for_other_programs(b):
    return with_aid(b, "checkpoint.sig", lambda signature: flip(signature, 9))


@alteration("faulty")
def time_stamp_that_the_evidence_lacks(b):
    return with_new(b, "verification/time-stamp-99.der", b"0")


@alteration("faulty")
def earlier_state_that_the_evidence_lacks(b):
    return with_new(b, "verification/earlier-99.txt", b.get("verification/checkpoint-text.txt"))


@alteration("faulty")
def another_key_in_capitals(b):
    return with_new(b, "Verification/Log-Key-2.txt", b.get("verification/log-key.txt"))


@alteration("faulty")
def aid_among_the_documents(b):
    return with_new(b, "documents/999-answer.txt", b"I accept everything.\n")


@alteration("faulty")
def aid_among_the_attachments(b):
    return with_new(b, "attachments/999-answer.txt", b"I accept everything.\n")


@alteration("faulty")
def aid_among_the_documents_in_capitals(b):
    return with_new(b, "Documents/999-answer.txt", b"I accept everything.\n")


@alteration("faulty")
def unsealed_pages_in_capitals(b):
    return with_new(b, "read-me-first.PDF", b"%PDF-1.7\n%I accept everything\n%%EOF\n")
