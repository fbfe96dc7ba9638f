"""Alterations of the earlier states of the log (§7, §9, check 11).

A good bundle may hold none, so its whole log is signed again with some, and the aids that name the firm's key are left out. Without
`--key` all of that holds: what makes the evidence faulty is the alteration alone.
"""

import base64

from altered_evidence import badly_signed
from altering import Lacking, alteration, other_hash, sha256
from forging import Forger, token, token_about, with_earlier

AIDS = tuple(f"verification/{begins}" for begins in ("checkpoint", "earlier-", "log-key", "time-stamp-"))


class Signed:
    """A bundle whose log was signed again, with two earlier states, or with those of the sizes that `sizes` gives."""

    def __init__(self, b, sizes=lambda size: (size // 2, size - 1)):
        self.b, self.size, self.forger = b, int(b.evidence["checkpoint"].split("\n")[1]), Forger(b.evidence["origin"])
        wanted = list(sizes(self.size))
        if not 0 < min(wanted) <= max(wanted) < self.size:
            raise Lacking
        self.leaves = self.forger.sign_again(b.evidence, earlier=wanted)
        self.states = b.evidence["earlier"]
        b.files = [file for file in b.files if not file[0].startswith(AIDS)]
        b.contents["files"] = [file for file in b.contents["files"] if not file["path"].startswith(AIDS)]

    def with_states(self, states):
        with_earlier(self.b.evidence, states)
        return self.b.with_evidence()

    def with_first(self, **members):
        self.states[0] |= members
        return self.b.with_evidence()


@alteration("other_key", needs_key=True)
def whole_log_signed_again_with_earlier_states(b):
    return Signed(b).b.with_evidence()


# The proof

@alteration("faulty")
def earlier_proof_hash(b):
    signed = Signed(b)
    return signed.with_first(proof=[*signed.states[0]["proof"][:-1], other_hash("proof")])


@alteration("faulty")
def earlier_proof_too_short(b):
    signed = Signed(b)
    return signed.with_first(proof=signed.states[0]["proof"][:-1])


@alteration("faulty")
def earlier_proof_too_long(b):
    signed = Signed(b)
    return signed.with_first(proof=[*signed.states[0]["proof"], other_hash("proof")])


@alteration("faulty")
def earlier_proof_empty(b):
    return Signed(b).with_first(proof=[])


# The state

@alteration("faulty")
def earlier_state_of_another_history(b):
    """Signed by the same key, as by a firm that has rewritten its log since."""
    signed = Signed(b)
    return signed.with_states([signed.forger.state([sha256(b"rewritten"), *signed.leaves[1:]], signed.size // 2)])


@alteration("faulty")
def earlier_state_of_the_size_of_the_checkpoint(b):
    signed = Signed(b)
    return signed.with_states([signed.forger.state(signed.leaves, signed.size)])


@alteration("faulty")
def earlier_state_larger_than_the_checkpoint(b):
    signed = Signed(b)
    return signed.with_states([signed.forger.state([*signed.leaves, sha256(b"more")], signed.size + 1)])


@alteration("faulty")
def earlier_state_of_no_entries(b):
    signed = Signed(b)
    checkpoint = signed.forger.note(0, sha256(b""))
    return signed.with_first(checkpoint=checkpoint, proof=[], time_stamps=[token_about(checkpoint)])


@alteration("faulty")
def earlier_states_out_of_order(b):
    signed = Signed(b)
    return signed.with_states(signed.states[::-1])


@alteration("faulty")
def earlier_state_twice(b):
    signed = Signed(b)
    return signed.with_states(signed.states[:1] * 2)


@alteration("faulty")
def earlier_state_signed_by_another_key(b):
    signed = Signed(b)
    return signed.with_states([Forger(b.evidence["origin"]).state(signed.leaves, signed.size // 2)])


@alteration("faulty")
def earlier_state_of_another_log(b):
    signed = Signed(b)
    return signed.with_states([Forger("forged.example/log/1").state(signed.leaves, signed.size // 2)])


@alteration("faulty")
def earlier_state_under_another_name(b):
    """Signed by the same key, whose name stands in the line of the signature."""
    signed = Signed(b)
    text = signed.states[0]["checkpoint"].rpartition("\n\n")[0].replace(b.evidence["origin"], "forged.example/log/1", 1) + "\n"
    checkpoint = signed.forger.sign(text)
    return signed.with_first(checkpoint=checkpoint, time_stamps=[token_about(checkpoint)])


# The tokens

@alteration("faulty")
def earlier_token_about_another_text(b):
    return Signed(b).with_first(time_stamps=[token(sha256(b"another checkpoint"))])


@alteration("faulty")
def earlier_tokens_exchanged(b):
    one, other = Signed(b).states
    one["time_stamps"], other["time_stamps"] = other["time_stamps"], one["time_stamps"]
    return b.with_evidence()


@alteration("faulty")
def earlier_token_with_a_bad_signature(b):
    signed = Signed(b)
    return signed.with_first(time_stamps=[badly_signed(signed.states[0]["time_stamps"][0])])


@alteration("faulty")
def earlier_token_garbage(b):
    return Signed(b).with_first(time_stamps=[base64.b64encode(b"garbage").decode()])


# The form

@alteration("faulty")
def earlier_state_with_nine_tokens(b):
    signed = Signed(b)
    return signed.with_first(time_stamps=signed.states[0]["time_stamps"] * 9)


@alteration("faulty")
def earlier_state_with_a_member_more(b):
    return Signed(b).with_first(note=1)


@alteration("faulty")
def earlier_states_too_many(b):
    return Signed(b, lambda size: range(1, 34)).b.with_evidence()


@alteration("faulty")
def earlier_states_none(b):
    Signed(b).states.clear()
    return b.with_evidence()


@alteration("faulty")
def earlier_states_in_the_first_format(b):
    Signed(b).b.evidence["format"] = "acte-evidence/1"
    return b.with_evidence()


@alteration("faulty")
def second_format_without_earlier_states(b):
    del Signed(b).b.evidence["earlier"]
    return b.with_evidence()
