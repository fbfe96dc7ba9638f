"""The same content as HTML, through WeasyPrint: python weasyprint.py CONTENT.json FONTS OUT.pdf RUNS tagged|untagged [KEY CERTIFICATE AUTHORITY]"""

import html
import json
import sys
import time

# This file bears the name of the package that it measures: it must not import itself.
here = sys.path.pop(0)
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

STYLE = """
@font-face { font-family: Serif; src: url(file://FONTS/ActeSerif-Regular.ttf) }
@font-face { font-family: SerifStrong; src: url(file://FONTS/ActeSerif-SemiBold.ttf) }
@font-face { font-family: Sans; src: url(file://FONTS/ActeSans-Regular.ttf) }
@font-face { font-family: SansStrong; src: url(file://FONTS/ActeSans-SemiBold.ttf) }
@font-face { font-family: Mono; src: url(file://FONTS/ActeMono-Regular.ttf) }
@page { size: A4; margin: 62pt 56.7pt 66pt;
  @bottom-left { content: "Armor Infogérance, SAS · RCS Rennes 732 829 320"; font: 8pt Sans; color: #59616e }
  @bottom-right { content: "Page " counter(page) " sur " counter(pages); font: 8pt Sans; color: #59616e } }
body { font: 9.2pt/13pt Sans; color: #1a1d23; margin: 0 }
h1 { font: 21pt/26pt SerifStrong; margin: 0 } .sub { font-size: 10.6pt; line-height: 15pt; color: #59616e }
h2 { font: 14pt/19pt SansStrong; color: #1f3a5f; margin: 22pt 0 6pt; break-after: avoid }
.prose { font: 10pt/14pt Serif; margin: 6pt 0 0 } .small { font-size: 8pt; line-height: 11pt; color: #59616e; margin: 0 }
.note { background: #f4f6f8; border-left: 2.5pt solid #1f3a5f; padding: 7.5pt 10pt; margin: 8pt 0; break-inside: avoid }
.note b { font-family: SansStrong; font-weight: normal } .note p { font: 10pt/14pt Serif; margin: 0 }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin-top: 8pt }
td, th { text-align: left; vertical-align: top; padding: 3.2pt 9pt 3.2pt 0; border-bottom: .5pt solid #d3d8df }
th { font: 8.2pt/12pt SansStrong; color: #59616e; border-bottom: .8pt solid #59616e } tr { break-inside: avoid }
.facts { margin-top: 0 } .facts td { padding: 2.4pt 9pt 2.4pt 0 } .facts td:first-child { width: 94pt; font-size: 8.6pt; color: #59616e } .mono { font: 7.5pt/11pt Mono }
"""


def block(b):
    e = html.escape
    match b[0]:
        case "title":
            return f'<h1>{e(b[1])}</h1><p class="sub">{e(b[2])}</p>'
        case "heading":
            return f"<h2>{e(b[1])}</h2>"
        case "prose" | "small":
            return f'<p class="{b[0]}">{e(b[1])}</p>'
        case "note":
            return f'<div class="note"><b>{e(b[1])}</b><p>{e(b[2])}</p></div>'
        case "facts":
            rows = "".join(f"<tr><td>{e(k)}</td><td>{e(v)}</td></tr>" for k, v in b[1])
            return f'<table class="facts">{rows}</table>'
        case "table":
            total = sum(b[1])
            columns = "".join(f'<col style="width:{w / total * 100}%">' for w in b[1])
            head = "".join(f"<th>{e(h)}</th>" for h in b[2])
            mono = lambda v: ' class="mono"' if len(v) == 64 else ""
            rows = "".join("<tr>" + "".join(f"<td{mono(v)}>{e(v)}</td>" for v in r) + "</tr>" for r in b[3])
            return f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


content, fonts, out, runs = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3], int(sys.argv[4])
config = FontConfiguration()
style = CSS(string=STYLE.replace("FONTS", fonts), font_config=config)
sealed = lambda pdf: pdf
if len(sys.argv) > 6:
    sys.path.insert(0, here)
    import seal  # noqa: E402

    sealed = seal.by(*sys.argv[6:])
times = []
for run in range(runs + 1):
    start = time.perf_counter()
    page = '<html lang="fr"><title>Attestation</title><body>' + "".join(map(block, content)) + "</body></html>"
    document = HTML(string=page).render(stylesheets=[style], font_config=config)
    pdf = sealed(document.write_pdf(pdf_variant="pdf/a-3b", pdf_tags=sys.argv[5] == "tagged"))
    times.append((time.perf_counter() - start) * 1000)
open(out, "wb").write(pdf)
# The first run reads fonts and warms up.
print(json.dumps({"ms": times[1:], "bytes": len(pdf), "pages": len(document.pages)}))
