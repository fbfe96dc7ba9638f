"""Seals a PDF by pyHanko, as the benchmark of seals wants it: seal.by(KEY.pem, CERTIFICATE.pem, AUTHORITY.pem)(bytes)"""

import io

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers


def by(key, certificate, authority):
    signer = signers.SimpleSigner.load(key, certificate, ca_chain_files=(authority,))
    about = signers.PdfSignatureMetadata(
        field_name="Seal", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES)
    seal = signers.PdfSigner(about, signer)
    return lambda pdf: seal.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue()
