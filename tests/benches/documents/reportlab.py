"""The same content through ReportLab's platypus: python reportlab.py CONTENT.json FONTS OUT.pdf RUNS untagged [KEY CERTIFICATE AUTHORITY]"""

import html
import io
import json
import sys
import time

# This file bears the name of the package that it measures: it must not import itself.
here = sys.path.pop(0)
from reportlab.lib.colors import HexColor  # noqa: E402
from reportlab.lib.pagesizes import A4  # noqa: E402
from reportlab.lib.styles import ParagraphStyle  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle  # noqa: E402

content, fonts, out, runs = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3], int(sys.argv[4])
for name, file in [("Serif", "Serif-Regular"), ("SerifStrong", "Serif-SemiBold"), ("Sans", "Sans-Regular"),
                   ("SansStrong", "Sans-SemiBold"), ("Mono", "Mono-Regular")]:
    pdfmetrics.registerFont(TTFont(name, f"{fonts}/Acte{file}.ttf"))

INK, MUTED, ACCENT, RULE, TINT = map(HexColor, ["#1a1d23", "#59616e", "#1f3a5f", "#d3d8df", "#f4f6f8"])


def style(font, size, leading, colour=INK, **more):
    return ParagraphStyle(font + str(size), fontName=font, fontSize=size, leading=leading, textColor=colour, **more)


TITLE, SUB = style("SerifStrong", 21, 26), style("Sans", 10.6, 15, MUTED)
HEADING = style("SansStrong", 14, 19, ACCENT, spaceBefore=22, spaceAfter=6, keepWithNext=1)
PROSE, SMALL = style("Serif", 10, 14, spaceBefore=6), style("Sans", 8, 11, MUTED)
PLAIN, HEAD, MONO, NAME = style("Sans", 9.2, 13), style("SansStrong", 8.2, 12, MUTED), style("Mono", 7.5, 11), style("Sans", 8.6, 13, MUTED)
STRONG = style("SansStrong", 9.2, 13)
WIDTH = A4[0] - 2 * 56.7


def para(text, style):
    return Paragraph(html.escape(text), style)


def block(b):
    match b[0]:
        case "title":
            return [para(b[1], TITLE), para(b[2], SUB)]
        case "heading":
            return [para(b[1], HEADING)]
        case "prose":
            return [para(b[1], PROSE)]
        case "small":
            return [para(b[1], SMALL)]
        case "note":
            box = Table([[[para(b[1], STRONG), para(b[2], PROSE)]]], colWidths=[WIDTH], spaceBefore=8, spaceAfter=8)
            box.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), TINT), ("LINEBEFORE", (0, 0), (0, -1), 2.5, ACCENT)]))
            return [box]
        case "facts":
            table = Table([[para(k, NAME), para(v, PLAIN)] for k, v in b[1]], colWidths=[104, WIDTH - 104])
            table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
            return [table]
        case "table":
            cell = lambda v: para(v, MONO if len(v) == 64 else PLAIN)
            rows = [[para(h, HEAD) for h in b[2]]] + [[cell(v) for v in r] for r in b[3]]
            table = Table(rows, colWidths=[WIDTH * w / sum(b[1]) for w in b[1]], repeatRows=1, spaceBefore=8)
            table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
            return [table]


def foot(canvas, document):
    canvas.setFont("Sans", 8)
    canvas.setFillColor(MUTED)
    canvas.drawString(56.7, 36, "Armor Infogérance, SAS · RCS Rennes 732 829 320")
    canvas.drawRightString(A4[0] - 56.7, 36, f"Page {document.page}")


sealed = lambda pdf: pdf
if len(sys.argv) > 6:
    sys.path.insert(0, here)
    import seal  # noqa: E402

    sealed = seal.by(*sys.argv[6:])
times = []
for run in range(runs + 1):
    start = time.perf_counter()
    target = io.BytesIO()
    document = SimpleDocTemplate(target, pagesize=A4, leftMargin=56.7, rightMargin=56.7, topMargin=62, bottomMargin=66)
    document.build([flowable for b in content for flowable in block(b)], onFirstPage=foot, onLaterPages=foot)
    pdf = sealed(target.getvalue())
    times.append((time.perf_counter() - start) * 1000)
open(out, "wb").write(pdf)
# The first run reads fonts and warms up.
print(json.dumps({"ms": times[1:], "bytes": len(pdf), "pages": document.page}))
