# SPDX-License-Identifier: GPL-3.0-or-later
"""The look of the basemap: calm and pale, so that pins and pictures carry the colour.

One Mapnik map for each zoom, with the exact widths and sizes of that zoom, in pixels of a 256-px tile.
"""
import os

MERCATOR = "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs"

SEA = "#c3dfe9"
LAND = "#f8f5f0"
COLOURS = {
    "sea": SEA, "land": LAND, "shore": "#b2d3df", "water": "#c3dfe9", "waterway": "#b9d8e3",
    "park": "#d8ecce", "grass": "#e1efd6", "wood": "#cfe6c5", "pitch": "#cde7cf", "pitch-line": "#bcdcc0", "stadium": "#d6e9d4", "golf": "#d4ebcb",
    "cemetery": "#dde9d6", "farm": "#edf1de", "wetland": "#dcebe0", "tree": "#c3dfb9",
    "beach": "#f6e7bd", "rock": "#e3ddd3",
    "industrial": "#f0edea", "commercial": "#f7f0ea", "military": "#f1eeea", "campus": "#f3efe2", "hospital": "#f8ecea", "parking": "#f2f0ed",
    "aerodrome": "#efedee", "apron": "#e8e6e8", "runway": "#dddbe0",
    "building": "#ebe5dc", "building-line": "#e0d9ce", "pier": "#ece7df",
    "minor": "#ffffff", "minor-case": "#e4ded4", "tertiary": "#ffffff", "tertiary-case": "#ddd6ca", "secondary": "#fff8e6", "secondary-case": "#e6d8b6",
    "primary": "#fdeec8", "primary-case": "#e8d3a0", "motorway": "#fbe0ae", "motorway-case": "#e3c288", "pedestrian": "#faf6ee", "path": "#d9cfc0",
    "rail": "#c9c3bb",
    "text": "#6b655c", "text-strong": "#4d4840", "suburb": "#857b70", "green-text": "#55875a", "sea-text": "#5d96ae", "campus-text": "#8b7f63", "hospital-text": "#b07a72",
    "number": "#aaa297", "halo": "#ffffff", "green-halo": "#f1f7ea", "beach-text": "#98803f", "beach-halo": "#fbf4de", "water-halo": "#dcedf3",
}
C = COLOURS

# width of a road's surface in pixels, by zoom; a road is not drawn below its first zoom
WIDTH = {
    "motorway": {10: 1.1, 11: 1.6, 12: 2.2, 13: 3.2, 14: 4.6, 15: 6.6, 16: 10, 17: 16},
    "primary": {10: .7, 11: 1.1, 12: 1.8, 13: 2.8, 14: 4.2, 15: 6.2, 16: 9.5, 17: 15},
    "secondary": {11: .7, 12: 1.2, 13: 2.2, 14: 3.5, 15: 5.4, 16: 8.6, 17: 14},
    "tertiary": {12: .8, 13: 1.6, 14: 2.8, 15: 4.6, 16: 7.6, 17: 12.5},
    "link": {13: 1.2, 14: 2.0, 15: 3.4, 16: 5.6, 17: 9},
    "minor": {13: .8, 14: 1.8, 15: 3.2, 16: 5.8, 17: 10},
    "pedestrian": {14: 1.2, 15: 2.6, 16: 4.8, 17: 8},
    "service": {15: 1.0, 16: 2.6, 17: 5},
    "aisle": {16: 1.2, 17: 3},
}
CASE_FROM = {"motorway": 11, "primary": 12, "secondary": 12, "tertiary": 13, "link": 14, "minor": 14, "pedestrian": 15, "service": 16, "aisle": 17}
ORDER = ["aisle", "service", "pedestrian", "minor", "link", "tertiary", "secondary", "primary", "motorway"]
COLOUR_OF = {"aisle": "minor", "service": "minor", "link": "primary"}
CASE_OF = {**{c: COLOUR_OF.get(c, c) + "-case" for c in ORDER}, "pedestrian": "minor-case"}


def condition(text):
    return f"<Filter>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</Filter>"


def rule(symbolizer, text=""):
    return f"<Rule>{condition(text) if text else ''}{symbolizer}</Rule>"


def style(name, rules, extra=""):
    return f'<Style name="{name}" filter-mode="first"{extra}>{"".join(rules)}</Style>'


def fill(colour, extra=""):
    return f'<PolygonSymbolizer fill="{colour}" gamma="0.85"{extra}/>'


def stroke(colour, width, cap="round", extra=""):
    return f'<LineSymbolizer stroke="{colour}" stroke-width="{width:.2f}" stroke-linecap="{cap}" stroke-linejoin="round"{extra}/>'


def text(field, face, size, colour, extra="", halo=1.6, halo_colour=None):
    return (f'<TextSymbolizer face-name="Noto Sans {face}" size="{size}" fill="{colour}" halo-fill="{halo_colour or C["halo"]}" halo-radius="{halo}" '
            f'halo-opacity="0.9" clip="false"{extra}>{field}</TextSymbolizer>')


class Map:
    """Collects styles and layers; z is fixed."""

    def __init__(self, work, z):
        self.work, self.z = work, z
        self.styles, self.layers = [], []

    def layer(self, name, theme, styles, csv=False):
        self.styles += styles
        names = "".join(f"<StyleName>{s.split('name=')[1].split(chr(34))[1]}</StyleName>" for s in styles)
        kind = "csv" if csv else "geojson"
        file = os.path.join(self.work, f"map-{theme}.{kind}")
        self.layers.append(f'<Layer name="{name}" srs="{MERCATOR}">{names}<Datasource><Parameter name="type">{kind}</Parameter>'
                           f'<Parameter name="file">{file}</Parameter></Datasource></Layer>')

    def xml(self, buffer):
        return (f'<?xml version="1.0" encoding="utf-8"?><Map srs="{MERCATOR}" background-color="{SEA}" buffer-size="{buffer}">'
                + "".join(self.styles) + "".join(self.layers) + "</Map>")


def grounds(m):
    z = m.z
    m.layer("shore", "land", [style("shore", [rule(stroke(C["shore"], 1.2 if z < 14 else 2.2))])])
    m.layer("land", "land", [style("land", [rule(fill(LAND))])])
    if z >= 12:
        kinds = ["industrial", "commercial", "military", "campus", "hospital", "aerodrome", "apron"] + (["parking"] if z >= 16 else [])
        m.layer("land use", "land-use", [style("land-use", [rule(fill(C[k]), f"[kind]='{k}'") for k in kinds])])
    if z >= 11:
        smallest = {11: 60000, 12: 15000, 13: 3000}.get(z, 0)
        kinds = ["wood", "park", "grass", "golf", "cemetery", "farm", "wetland", "stadium"]
        m.layer("green", "green", [style("green", [rule(fill(C[k]), f"[kind]='{k}' and [area]>{smallest}") for k in kinds])])
        m.layer("beach", "beach", [style("beach", [rule(fill(C["beach"]))])])
        m.layer("rock", "rock", [style("rock", [rule(fill(C["rock"]))])])
        width = {11: .5, 12: .6, 13: 1, 14: 1.4, 15: 2, 16: 3, 17: 4.5}[z]
        m.layer("waterway", "waterway", [style("waterway", [
            rule(stroke(C["waterway"], width * 1.5), "[kind]='river' and [tunnel]=0"),
            *([rule(stroke(C["waterway"], width), "([kind]='stream' or [kind]='canal') and [tunnel]=0")] if z >= 13 else []),
            *([rule(stroke(C["waterway"], width * .6), "([kind]='ditch' or [kind]='drain') and [tunnel]=0")] if z >= 15 else [])])])
        m.layer("water", "water", [style("water", [rule(fill(C["water"]), f"[area]>{smallest / 6}")])])
        if z >= 14:
            line = f'<LineSymbolizer stroke="{C["pitch-line"]}" stroke-width="0.8"/>' if z >= 16 else ""
            m.layer("pitches", "green", [style("pitch", [rule(fill(C["pitch"]) + line, "[kind]='pitch'")])])
        pier = {11: .8, 12: 1.2, 13: 1.8, 14: 2.6, 15: 4, 16: 6.5, 17: 11}[z]
        m.layer("piers", "pier", [style("pier", [rule(stroke(C["pier"], pier, "butt"))])])
    if z >= 12:
        m.layer("runways", "runway", [style("runway", [rule(stroke(C["runway"], {12: 2, 13: 3, 14: 6, 15: 11, 16: 20, 17: 38}[z], "butt"), "[kind]='runway'"),
                                                        rule(stroke(C["runway"], {12: .6, 13: 1, 14: 2, 15: 4, 16: 8, 17: 14}[z]))])])
    if z >= 14:
        line = f'<LineSymbolizer stroke="{C["building-line"]}" stroke-width="{0.6 if z == 16 else 0.9}"/>' if z >= 16 else ""
        m.layer("buildings", "building", [style("building", [rule(fill(C["building"]) + line, f"[area]>{ {14: 900, 15: 250}.get(z, 0)}")])])
    if z >= 17:
        m.layer("trees", "tree", [style("tree", [rule(f'<MarkersSymbolizer fill="{C["tree"]}" stroke-width="0" width="5" height="5" allow-overlap="true" ignore-placement="true"/>')])])


def roads(m):
    z = m.z
    if z >= 14:
        m.layer("plazas", "road", [style("plaza", [rule(fill(C["pedestrian"]), "[class]='plaza'")])])
    if z >= 15:
        paths = [rule(stroke(C["path"], 1.0 if z < 17 else 1.5, "butt", ' stroke-dasharray="1.2,1.6"' if z < 17 else ' stroke-dasharray="1.5,1.5"'), "[class]='path' and [steps]=1"),
                 rule(stroke(C["path"], .7 if z < 17 else 1.2, "butt", ' stroke-dasharray="3,2"'), "[class]='path'")]
        m.layer("paths", "road", [style("path", paths)])
    drawn = [c for c in ORDER if z in WIDTH[c]]
    if z >= 12:
        w = {12: .7, 13: .9, 14: 1.2, 15: 1.6, 16: 2.2, 17: 3}[z]
        sleepers = [] if z < 14 else [style("rail-sleepers", [rule(stroke(LAND, w * .6, "butt", f' stroke-dasharray="{w * 3:.1f},{w * 3:.1f}"'), "[kind]='rail' and [tunnel]=0 and [service]=''")])]
        m.layer("rails", "rail", [style("rail", [rule(stroke(C["rail"], w), "[kind]='rail' and [tunnel]=0 and [service]=''"),
                                                  *([rule(stroke(C["rail"], w * .5), "[tunnel]=0")] if z >= 14 else [])]), *sleepers])
    # tunnels below, then all cases, then all surfaces, the important last; bridges once more on top
    cases = [c for c in drawn if z >= CASE_FROM[c]]
    tunnels = [rule(stroke(C[CASE_OF[c]], WIDTH[c][z] + 1.2, "butt", ' stroke-dasharray="3,2" stroke-opacity="0.7"'), f"[class]='{c}' and [tunnel]=1") for c in cases]
    if tunnels and z >= 14:
        m.layer("tunnels", "road", [style("tunnel", tunnels)])
    edge = {11: .7, 12: .9, 13: 1.1, 14: 1.3, 15: 1.5, 16: 1.7, 17: 2}.get(z, .7)

    def case(c, extra):
        return rule(stroke(C[CASE_OF[c]], WIDTH[c][z] + edge), f"[class]='{c}' and {extra}")

    def surface(c, extra):
        # roads too thin for a case are drawn in its colour, or they would vanish on the land
        colour = C[COLOUR_OF.get(c, c)] if c in cases else C["minor-case" if c == "tertiary" else CASE_OF[c]]
        return rule(stroke(colour, WIDTH[c][z]), f"[class]='{c}' and {extra}")

    open_road = "[tunnel]=0"
    if cases:
        m.layer("cases", "road", [style("cases", [case(c, open_road) for c in cases])])
    for c in drawn:
        m.layer(f"surface {c}", "road", [style(f"surface-{c}", [surface(c, open_road)])])
    if z >= 14:
        on_bridge = "[bridge]=1 and [tunnel]=0"
        bridges = [c for c in drawn if c in cases]
        m.layer("bridge cases", "road", [style("bridge-cases", [rule(stroke(C[CASE_OF[c]], WIDTH[c][z] + edge + .8, "butt"), f"[class]='{c}' and {on_bridge}") for c in bridges])])
        m.layer("bridges", "road", [style("bridges", [surface(c, on_bridge) for c in bridges])])


def fade(m, steps):
    """The drawing grows pale towards the data's edge and is plain land there."""
    if m.z >= 10:
        # the strips lie one over the other: each takes its share of what the ones before left
        rules = []
        for step in range(steps):
            rules.append(rule(fill(LAND, f' fill-opacity="{min(1, .24 if step else 1):.2f}"').replace(' gamma="0.85"', ""), f"[step]={step}"))
        m.layer("fade", "fade", [style("fade", rules)])


def labels(m):
    z = m.z
    if z <= 11:
        size = {8: 12, 9: 14, 10: 17, 11: 21}.get(z, 17)
        m.layer("city", "label", [style("city", [rule(text("[name]", "Bold", size, C["text-strong"], ' placement="point" allow-overlap="true"', 2), f"[kind]='city' and [from]<={z} and [to]>={z}")])])
    sea = rule(text("[name]", "Italic", {8: 11, 9: 13, 10: 14, 11: 15, 12: 17, 13: 16, 14: 19, 15: 17, 16: 20, 17: 20}[z], C["sea-text"],
                    f' placement="line" character-spacing="{ {8: 1, 9: 2, 10: 4, 11: 5, 12: 8, 13: 6, 14: 10, 15: 5, 16: 9}.get(z, 4)}" max-char-angle-delta="30"', 0), f"[kind]='sea' and [from]<={z} and [to]>={z}")
    bay = rule(text("[name]", "Italic", {12: 10, 13: 12, 14: 14, 15: 15, 16: 16}.get(z, 12), C["sea-text"], ' placement="point" wrap-width="60" character-spacing="1"', 0), f"[kind]='bay' and [from]<={z} and [to]>={z}")
    m.layer("sea names", "label", [style("sea-label", [sea, bay])])

    if 11 <= z <= 16:
        size = {11: 8, 12: 8.6, 13: 10, 14: 12, 15: 13, 16: 14}[z]
        gap = {11: 8, 12: 5, 13: 12, 14: 24, 15: 40, 16: 60}[z]
        extra = f' placement="point" text-transform="uppercase" character-spacing="{0.6 if z < 13 else 1.2 if z < 15 else 2}" wrap-width="{70 if z < 14 else 110}" line-spacing="1" margin="{gap}"'
        rules = [rule(text("[name]", "Bold" if z >= 13 else "Regular", size, C["suburb"], extra, 2, LAND), "[kind]='suburb'")]
        if z >= 14:
            rules.append(rule(text("[name]", "Regular", size - 2, C["suburb"], f' placement="point" wrap-width="80" margin="{gap}"', 1.6, LAND), "[kind]='neighbourhood'"))
        m.layer("suburbs", "place-label", [style("suburb", rules)])
    if z >= 13:
        m.layer("capes and islets", "place-label", [style("cape", [rule(text("[name]", "Italic", 9.5 if z < 16 else 11, C["suburb"], ' placement="point" wrap-width="60"', 1.4), "[kind]='cape' or [kind]='islet'")])])

    if z >= 13:
        smallest = {13: 90000, 14: 22000, 15: 6000, 16: 2200, 17: 1200}[z]
        size = {13: 9, 14: 9.5, 15: 10, 16: 10.5, 17: 11.5}[z]
        point = ' placement="point" wrap-width="72" line-spacing="0" margin="6"'
        rules = [rule(text("[name]", "Italic", size, C["green-text"], point, 1.5, C["green-halo"]), f"[theme]='green' and [area]>{smallest}"),
                 rule(text("[name]", "Italic", size, C["sea-text"], point, 1.4, C["water-halo"]), f"[theme]='water' and [area]>{smallest / 2}")]
        if z >= 14:
            rules.append(rule(text("[name]", "Italic", size, C["beach-text"], point, 1.5, C["beach-halo"]), "[theme]='beach'"))
        if z >= 15:
            rules.append(rule(text("[name]", "Regular", size - .5, C["hospital-text"], point), f"[kind]='hospital' and [area]>{smallest * 1.6}"))
            rules.append(rule(text("[name]", "Regular", size - .5, C["campus-text"], point), f"([kind]='campus' or [kind]='aerodrome') and [area]>{smallest * 2}"))
        m.layer("area names", "area-label", [style("area-label", rules)])

    by_rank = {0: (12, [9, 9.5, 10, 10.5, 11.5, 13]), 1: (13, [9, 9.5, 10, 11, 12.5]), 2: (13, [8.5, 9.5, 10, 11, 12.5]), 3: (14, [9, 9.5, 10.5, 12]),
               4: (15, [8.5, 10, 11.5]), 5: (17, [10]), 6: (17, [9.5])}
    for rank, (first, sizes) in by_rank.items():
        if z < first:
            continue
        size = sizes[min(z - first, len(sizes) - 1)]
        spacing = {12: 380, 13: 420, 14: 460, 15: 480, 16: 520, 17: 560}[z]
        colour = C["text-strong"] if rank <= 1 else C["text"]
        extra = (f' placement="line" spacing="{spacing}" max-char-angle-delta="22" minimum-path-length="{20}" repeat-distance="{spacing * .5:.0f}" '
                 f'margin="{4 if rank > 2 else 8}" dy="0" vertical-alignment="middle"')
        name = "[short]"
        m.layer(f"streets {rank}", "street-label", [style(f"street-{rank}", [rule(text(name, "Regular", size, colour, extra, 1.7), f"[rank]={rank}")])])
    if z >= 15:
        m.layer("waterways' names", "waterway", [style("waterway-label", [rule(text("[name]", "Italic", 9.5, C["sea-text"], ' placement="line" spacing="500" repeat-distance="300"', 1.4, C["water-halo"]), "[name]!='' and [tunnel]=0")])])
    if z >= 17:
        m.layer("numbers", "number", [style("number", [rule(text("[n]", "Regular", 7.6, C["number"], ' placement="point" margin="26"', .9, LAND))])], csv=True)


def map_xml(work, z, steps, buffer):
    m = Map(work, z)
    grounds(m)
    if z >= 8:
        roads(m)
    fade(m, steps)
    labels(m)
    return m.xml(buffer)
