"""Alterations of the files and of the ZIP."""

import copy
import io
import re
import struct
import zipfile

from altering import SEAL, STREAM, alteration, canonical, first, flip, middle, one_zip
from forging import Forger, seal_again, seal_place, with_a_certificate_more, without_seal

UPDATE = b"\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"

# The files


@alteration("faulty")
def byte_of_a_page(b):
    path = b.document(STREAM)
    b.put(path, flip(b.get(path), middle(b.get(path))))
    return one_zip(b.files)


@alteration("faulty")
def byte_of_a_page_and_hash(b):
    path = b.document(STREAM)
    b.put(path, flip(b.get(path), middle(b.get(path))))
    return b.whole()


@alteration("refused")
def byte_of_a_page_without_checksum(b):
    content = b.get(b.document(STREAM))
    return flip(b.data, b.data.index(content) + middle(content))


@alteration("faulty")
def document_with_an_update(b):
    path = b.document()
    b.put(path, b.get(path) + UPDATE)
    return b.whole()


@alteration("faulty")
def document_sealed_by_another(b):
    path = b.document(SEAL)
    b.put(path, seal_again(b.get(path)))
    return b.whole()


@alteration("faulty")
def document_without_its_seal(b):
    path = b.document(SEAL)
    b.put(path, without_seal(b.get(path)))
    return b.whole()


@alteration("faulty")
def documents_exchanged(b):
    first, second = b.document(), b.list_of_files()
    one, other = b.get(first), b.get(second)
    b.put(first, other), b.put(second, one)
    return b.whole()


@alteration("faulty")
def list_with_an_update(b):
    path = b.list_of_files(SEAL)
    b.put(path, b.get(path) + UPDATE)
    return b.whole()


@alteration("faulty")
def list_cut_in_half(b):
    path = b.list_of_files(SEAL)
    b.put(path, b.get(path)[:len(b.get(path)) // 2])
    return b.whole()


@alteration("faulty")
def list_with_a_line_in_front(b):
    path = b.list_of_files(SEAL)
    b.put(path, b"\n" + b.get(path))
    return b.whole()


@alteration("faulty")
def list_sealed_by_another(b):
    path = b.list_of_files(SEAL)
    b.put(path, seal_again(b.get(path)))
    return b.whole()


@alteration("faulty")
def list_with_a_certificate_more(b):
    path = b.list_of_files(SEAL)
    b.put(path, with_a_certificate_more(b.get(path)))
    return b.whole()


@alteration("faulty")
def list_with_a_byte_altered(b):
    path = b.list_of_files(SEAL)
    b.put(path, flip(b.get(path), middle(b.get(path))))
    return b.whole()


@alteration("faulty")
def list_with_a_second_seal(b):
    path = b.list_of_files(SEAL)
    pdf = b.get(path)
    head = b"\n9 0 obj\n<</Type/Sig/ByteRange[0 %010d %010d 0000000006]/Contents"
    at = len(pdf) + len(head % (0, 0))
    b.put(path, pdf + head % (at, at + 6) + b"<3000>endobj")
    return b.whole()


@alteration("faulty")
def list_with_another_range(b):
    path = b.list_of_files(SEAL)
    at = re.search(SEAL, b.get(path)).start(1) - 2
    b.put(path, b.get(path)[:at] + b"1" + b.get(path)[at + 1:])
    return b.whole()


@alteration("faulty")
def list_with_bytes_behind_the_seal(b):
    path = b.list_of_files(SEAL)
    pdf = b.get(path)
    b.put(path, pdf[:seal_place(pdf)[1] - 4] + b"1" + pdf[seal_place(pdf)[1] - 3:])
    return b.whole()


@alteration("faulty")
def aid_with_the_evidence_of_another_log(b):
    evidence = copy.deepcopy(b.evidence)
    Forger("forged.example/log/1").sign_again(evidence)
    b.put("note.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + canonical(evidence) + b"\nendstream\nendobj\n%%EOF\n", "aid")
    return b.whole()


@alteration("faulty")
def list_without_its_seal(b):
    path = b.list_of_files(SEAL)
    b.put(path, without_seal(b.get(path)))
    return b.whole()


@alteration("faulty")
def pages_of_somebody_around_real_evidence(b):
    page = b"%PDF-1.7\n%I accept everything\n1 0 obj\n<<>>\nstream\n" + canonical(b.evidence) + b"\nendstream\nendobj\n%%EOF\n"
    b.put("read-me-first.pdf", page, "aid")
    return b.whole()


@alteration("faulty")
def aid_with_another_past(b):
    """Both by one key, which is a forger's, as the firm's own is not to be had."""
    forger, evidence = Forger(b.evidence["origin"]), copy.deepcopy(b.evidence)
    forger.sign_again(b.evidence)
    forger.sign_again(evidence, lambda payload: payload.update(note="otherwise"))
    b.put("note.pdf", around(evidence), "aid")
    return b.with_evidence()


def around(evidence):
    return b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + canonical(evidence) + b"\nendstream\nendobj\n%%EOF\n"


@alteration("faulty")
def aid_with_another_state_of_one_size(b):
    """They show one entry in common, and say of as many entries that they are others."""
    forger, evidence = Forger(b.evidence["origin"]), copy.deepcopy(b.evidence)
    forger.sign_again(b.evidence)
    evidence["entries"] = evidence["entries"][:1]
    forger.sign_again(evidence)
    b.put("note.pdf", around(evidence), "aid")
    return b.with_evidence()


@alteration("faulty")
def aid_with_another_earlier_state(b):
    forger, evidence = Forger(b.evidence["origin"]), copy.deepcopy(b.evidence)
    size = int(evidence["checkpoint"].split("\n")[1])
    forger.sign_again(b.evidence, earlier=(2,))
    evidence |= {"entries": evidence["entries"][:1], "checkpoint": f"\n{size - 1}\n"}
    forger.sign_again(evidence, earlier=(2,))
    b.put("note.pdf", around(evidence), "aid")
    return b.with_evidence()


@alteration("faulty")
def aid_with_evidence_twice(b):
    stream = b"stream\n" + canonical(b.evidence) + b"\nendstream\n"
    b.put("note.pdf", b"%PDF-1.7\n" + stream + stream + b"%%EOF\n", "aid")
    return b.whole()


@alteration("faulty")
def attachment_invented(b):
    b.put("attachments/999-invented.txt", b"I accept everything.\n", "attachment")
    return b.whole()


@alteration("refused")
def made_in_the_future(b):
    return b.with_table(lambda table: table.update(made=4_102_444_800_000))


@alteration("faulty")
def document_invented(b):
    b.put("documents/999-invented.pdf", b"%PDF-1.7\n%Invented\n%%EOF\n", "document")
    return b.whole()


@alteration("refused")
def file_added_without_listing(b):
    return one_zip([*b.files, ["note.txt", b"Nothing\n"]])


@alteration("refused")
def file_removed_but_listed(b):
    return one_zip(b.files[:-1])


@alteration("refused")
def file_renamed_in_the_zip(b):
    return one_zip([*b.files[:-1], ["attachments/renamed", b.files[-1][1]]])


@alteration("refused")
def file_twice(b):
    return one_zip([*b.files, b.files[-1]])


@alteration("refused")
def file_twice_and_listed(b):
    b.files.append(b.files[-1])
    return b.with_table(lambda table: table["files"].append(table["files"][-1]))


@alteration("refused")
def files_reordered(b):
    return one_zip([*b.files[:-2], b.files[-1], b.files[-2]])


@alteration("refused")
def table_not_first(b):
    return one_zip([b.files[1], b.files[0], *b.files[2:]])


def with_path(b, path):
    b.put(path, b"Nothing\n", "aid")
    return b.whole()


@alteration("refused")
def path_upwards(b):
    return with_path(b, "../note.txt")


@alteration("refused")
def path_absolute(b):
    return with_path(b, "/tmp/note.txt")


@alteration("refused")
def path_with_a_backslash(b):
    return with_path(b, "a\\note.txt")


@alteration("refused")
def path_in_upper_case_twin(b):
    return with_path(b, first(b.find(role="aid")).swapcase())


@alteration("refused")
def path_of_201_bytes(b):
    return with_path(b, "a" * 201)


# The ZIP

@alteration("refused")
def zip_comment(b):
    return one_zip(b.files, comment=b"hello")


@alteration("refused")
def zip_extra_field(b):
    return one_zip(b.files, extra=b"\x99\x99\0\0")


@alteration("refused")
def zip_data_between_files(b):
    return one_zip(b.files, between=b"\0")


@alteration("refused")
def zip_flag_of_utf8(b):
    return one_zip(b.files, flags=0x800)


def by_zipfile(b, method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for path, content in b.files:
            archive.writestr(zipfile.ZipInfo(path), content, method)
    return out.getvalue()


@alteration("refused")
def zip_compressed_by_another_program(b):
    return by_zipfile(b, zipfile.ZIP_DEFLATED)


@alteration("refused")
def zip_stored_by_another_program(b):
    return by_zipfile(b, zipfile.ZIP_STORED)


@alteration("refused")
def zip_cut_in_half(b):
    return b.data[:len(b.data) // 2]


@alteration("refused")
def zip_cut_before_the_directory(b):
    return b.data[:b.data.index(b"PK\1\2\x0a\0\x0a\0")]


@alteration("refused")
def zip_cut_before_the_end(b):
    return b.data[:-22]


@alteration("refused")
def zip_last_byte_lost(b):
    return b.data[:-1]


@alteration("refused")
def zip_empty(b):
    return b""


@alteration("refused")
def zip_bytes_appended(b):
    return b.data + b"\0"


@alteration("refused")
def zip_bytes_before(b):
    return b"#!/bin/sh\n" + b.data


@alteration("refused")
def zip_claims_of_a_huge_file(b):
    return b.data[:18] + b"\xfe\xff\xff\xff" * 2 + b.data[26:]


@alteration("refused")
def zip_claims_of_many_files(b):
    return b.data[:-14] + b"\xff\xff\xff\xff" + b.data[-10:]


@alteration("refused")
def zip_offset_of_the_directory(b):
    return b.data[:-6] + struct.pack("<I", struct.unpack("<I", b.data[-6:-2])[0] + 1) + b.data[-2:]


@alteration("refused")
def zip_directory_with_another_path(b):
    at = b.data.rindex(b.files[-1][0].encode())
    return flip(b.data, at + len(b.files[-1][0]) - 1)


@alteration("refused")
def zip_directory_with_another_checksum(b):
    return flip(b.data, b.data.rindex(b"PK\1\2") + 16)
