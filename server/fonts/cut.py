"""Cuts the fonts of the documents out of the full families, once; the result is committed.

    npm install @expo-google-fonts/source-serif-4@0.4.1 @expo-google-fonts/source-sans-3@0.4.1 \
        @expo-google-fonts/source-code-pro@0.4.1
    pip install fonttools==4.68.0
    python3 cut.py node_modules/@expo-google-fonts .

What it does to each face: keeps the characters below, drops hinting and layout features, keeps the kerning of
Latin pairs as a plain `kern` table (format 0, which twenty lines can read), and renames the family, because
the licence reserves the name "Source" (SIL Open Font License 1.1, condition 3).
"""

import sys
from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

FACES = [
    # (file of the family, our file, family, style)
    ("source-serif-4/400Regular/SourceSerif4_400Regular.ttf", "ActeSerif-Regular.ttf", "Acte Serif", "Regular"),
    ("source-serif-4/400Regular_Italic/SourceSerif4_400Regular_Italic.ttf", "ActeSerif-Italic.ttf", "Acte Serif", "Italic"),
    ("source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf", "ActeSerif-SemiBold.ttf", "Acte Serif", "SemiBold"),
    ("source-sans-3/400Regular/SourceSans3_400Regular.ttf", "ActeSans-Regular.ttf", "Acte Sans", "Regular"),
    ("source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf", "ActeSans-SemiBold.ttf", "Acte Sans", "SemiBold"),
    ("source-code-pro/400Regular/SourceCodePro_400Regular.ttf", "ActeMono-Regular.ttf", "Acte Mono", "Regular"),
]

# Latin with its extensions, Greek and Cyrillic (names of people and places), punctuation, currencies, a few signs.
RANGES = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x2BB, 0x2BC), (0x2C6, 0x2DD), (0x370, 0x3FF), (0x400, 0x45F), (0x490, 0x491),
    (0x1E00, 0x1EFF), (0x2000, 0x200A), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2023), (0x2026, 0x2026),
    (0x202F, 0x202F), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044), (0x2070, 0x2089),
    (0x20A0, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122), (0x2126, 0x2126), (0x2190, 0x2194), (0x21D2, 0x21D2),
    (0x2212, 0x2212), (0x221A, 0x221A), (0x221E, 0x221E), (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265),
    (0x25A0, 0x25A1), (0x25AA, 0x25AA), (0x25B2, 0x25B2), (0x25B6, 0x25B6), (0x25BA, 0x25BA), (0x25BC, 0x25BC),
    (0x25C6, 0x25C6), (0x25CB, 0x25CB), (0x25CF, 0x25CF), (0x25E6, 0x25E6), (0x2610, 0x2611), (0x2713, 0x2714),
    (0x2717, 0x2718),
]
KERNED = [chr(c) for c in list(range(0x21, 0x7F)) + list(range(0xC0, 0x100)) + [0x152, 0x153, 0x178, 0xAB, 0xBB, 0x2019, 0x2013, 0x2014]]
KERN_LEAST = 6  # thousandths of an em; smaller corrections cannot be seen at 10 points


def pair_lookups(font):
    gpos = font["GPOS"].table
    for index in sorted({i for f in gpos.FeatureList.FeatureRecord if f.FeatureTag == "kern" for i in f.Feature.LookupListIndex}):
        lookup = gpos.LookupList.Lookup[index]
        tables = [t.ExtSubTable if t.LookupType == 9 else t for t in lookup.SubTable]
        tables = [t for t in tables if t.LookupType == 2]
        if tables:
            yield tables


def value(tables, left, right):
    """The first subtable that covers the pair decides (OpenType GPOS, lookup type 2)."""
    for t in tables:
        if left not in t.Coverage.glyphs:
            continue
        if t.Format == 1:
            for record in t.PairSet[t.Coverage.glyphs.index(left)].PairValueRecord:
                if record.SecondGlyph == right:
                    return (record.Value1.XAdvance or 0) if record.Value1 else 0
            continue
        record = t.Class1Record[t.ClassDef1.classDefs.get(left, 0)].Class2Record[t.ClassDef2.classDefs.get(right, 0)]
        if record.Value1 and getattr(record.Value1, "XAdvance", 0):
            return record.Value1.XAdvance
        if t.ClassDef2.classDefs.get(right, 0):
            return 0
    return 0


def kerning(font):
    cmap = font.getBestCmap()
    glyphs = sorted({cmap[ord(c)] for c in KERNED if ord(c) in cmap})
    pairs = {}
    for tables in pair_lookups(font):
        for left in glyphs:
            for right in glyphs:
                v = value(tables, left, right)
                if abs(v) >= KERN_LEAST and (left, right) not in pairs:
                    pairs[(left, right)] = v
    return pairs


def cut(source, target, family, style):
    font = TTFont(source)
    pairs = kerning(font) if "Mono" not in family else {}
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = [0, 14]
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "STAT", "gasp", "GlyphOrder"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    cutter.subset(font)
    kept = set(font.getGlyphOrder())
    pairs = {p: v for p, v in pairs.items() if p[0] in kept and p[1] in kept}
    if pairs:
        table = KernTable_format_0()
        table.version, table.coverage, table.apple, table.tupleIndex, table.kernTable = 0, 1, False, None, pairs
        font["kern"] = newTable("kern")
        font["kern"].version, font["kern"].kernTables = 0, [table]
    name = font["name"]
    plain = f"{family} {style}"
    for number, text in [(1, plain), (2, "Regular"), (3, f"{plain}; cut for Acté"), (4, plain), (6, f"{family.replace(' ', '')}-{style}")]:
        name.setName(text, number, 3, 1, 0x409)
    font["head"].modified = font["head"].created  # the same input gives the same bytes
    font.recalcTimestamp = False
    font.save(target)
    digits = {font["hmtx"][font.getBestCmap()[c]][0] for c in range(0x30, 0x3A)}
    print(f"{target}: {len(kept)} glyphs, {len(pairs)} kerned pairs, widths of digits {sorted(digits)}")


if __name__ == "__main__":
    families, out = sys.argv[1:3]
    for source, target, family, style in FACES:
        cut(f"{families}/{source}", f"{out}/{target}", family, style)
