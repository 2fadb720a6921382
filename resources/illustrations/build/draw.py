# SPDX-License-Identifier: GPL-3.0-or-later
"""What every picture is made of: shapes, tones, the ground. A shape is a piece of SVG text; pictures add them up.

The light comes from the upper left. The subject stands within x 150..490, so that a square cut from the middle holds it.
"""
import colorsys
import math
import re
from xml.etree import ElementTree

WIDTH, HEIGHT = 640, 400

# Hue, saturation of the ground, and how light it is, for each category. Coral (hue 8) belongs to none of them.
GROUNDS = {
    "catering": (37, .95, .78),
    "beauty": (334, .62, .83),
    "fitness": (78, .52, .73),
    "leisure": (262, .56, .80),
    "culture": (300, .36, .77),
    "lodging": (219, .58, .76),
    "education": (190, .52, .73),
    "health": (160, .42, .76),
    "cars": (209, .36, .75),
    "photography": (30, .22, .76),
    "shops": (50, .80, .77),
    "state": (207, .22, .80),
}

CORAL, CORAL_DARK, CORAL_LIGHT = "#f0654a", "#d1412b", "#ff9178"
INK, PAPER, CREAM = "#2f3b45", "#fffdf8", "#fff3dc"
STEEL, STEEL_DARK, STEEL_LIGHT = "#aebbc6", "#7f909e", "#dfe7ee"
WOOD, WOOD_DARK, WOOD_LIGHT = "#b9783f", "#8e5729", "#d79a5e"
LEAF, LEAF_DARK, LEAF_LIGHT = "#5da047", "#3d7a34", "#8cc665"
GOLD, GOLD_DARK, GOLD_LIGHT = "#f4bd41", "#d28f1f", "#ffdc83"

_defs, _known = [], {}


def n(v):
    s = f"{v:.1f}".rstrip("0").rstrip(".")
    return "0" if s in ("-0", "") else s


def hsl(h, s, l):
    r, g, b = colorsys.hls_to_rgb(h / 360 % 1, max(0, min(1, l)), max(0, min(1, s)))
    return "#%02x%02x%02x" % (round(r * 255), round(g * 255), round(b * 255))


def mix(a, b, t):
    a, b = (c if len(c) > 4 else "#" + "".join(x * 2 for x in c[1:]) for c in (a, b))
    ca, cb = (tuple(int(c[i:i + 2], 16) for i in (1, 3, 5)) for c in (a, b))
    return "#%02x%02x%02x" % tuple(round(x + (y - x) * t) for x, y in zip(ca, cb))


def dark(c, t=.2):
    return mix(c, "#2a1a2e", t)


def light(c, t=.25):
    return mix(c, "#ffffff", t)


def _paint(fill, o):
    return f' fill="{fill}"' + (f' fill-opacity="{n2(o)}"' if o < 1 else "")


def n2(v):
    return f"{v:.2f}".rstrip("0").rstrip(".").lstrip("0") or "0"


def circle(x, y, r, fill, o=1):
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}"{_paint(fill, o)}/>'


def ellipse(x, y, rx, ry, fill, o=1, turn=0):
    t = f' transform="rotate({n(turn)} {n(x)} {n(y)})"' if turn else ""
    return f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}"{_paint(fill, o)}{t}/>'


def rect(x, y, w, h, fill, r=0, o=1, turn=0):
    t = f' transform="rotate({n(turn)} {n(x + w / 2)} {n(y + h / 2)})"' if turn else ""
    rr = f' rx="{n(r)}"' if r else ""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}"{rr}{_paint(fill, o)}{t}/>'


def path(d, fill, o=1):
    return f'<path d="{d}"{_paint(fill, o)}/>'


def stroke(d, colour, w, o=1, cap="round", dash=None):
    op = f' stroke-opacity="{n2(o)}"' if o < 1 else ""
    da = f' stroke-dasharray="{dash}"' if dash else ""
    ca = f' stroke-linecap="{cap}"' if cap != "round" else ""
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{n(w)}"{ca}{op}{da}/>'


def ring(x, y, r, colour, w, o=1):
    op = f' stroke-opacity="{n2(o)}"' if o < 1 else ""
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="none" stroke="{colour}" stroke-width="{n(w)}"{op}/>'


def group(inner, move=None, turn=None, scale=None, extra=""):
    t = []
    if move:
        t.append(f"translate({n(move[0])} {n(move[1])})")
    if turn:
        t.append(f"rotate({' '.join(n(v) for v in turn)})" if isinstance(turn, tuple) else f"rotate({n(turn)})")
    if scale:
        t.append(f"scale({' '.join(f'{v:g}' for v in scale)})" if isinstance(scale, tuple) else f"scale({scale:g})")
    tr = f' transform="{" ".join(t)}"' if t else ""
    return f"<g{tr}{extra}>{inner}</g>"


def flip(inner, x=320):
    """The same, mirrored at the vertical line through x."""
    return f'<g transform="matrix(-1 0 0 1 {n(2 * x)} 0)">{inner}</g>'


def poly(pts, fill, o=1):
    return path("M" + "L".join(f"{n(x)} {n(y)}" for x, y in pts) + "z", fill, o)


def _define(text):
    if text in _known:
        return _known[text]
    name = "abcdefghijklmnopqrstuvwxyz"[len(_defs) % 26] + ("" if len(_defs) < 26 else str(len(_defs) // 26))
    _defs.append(text.replace("@", name))
    _known[text] = name
    return name


def _stops(stops):
    if isinstance(stops, tuple):
        stops = [(i / (len(stops) - 1), c) for i, c in enumerate(stops)]
    out = ""
    for at, c in stops:
        see = f' stop-opacity="{int(c[7:9], 16) / 255:.3g}"' if len(c) > 7 else ""
        out += f'<stop offset="{at:.3g}" stop-color="{c[:7]}"{see}/>'
    return out


def gradient(stops, x1=0, y1=0, x2=0, y2=1, box=True):
    """A linear gradient over the shape's box, or in the picture's units. Colours may carry an alpha: #rrggbbaa."""
    units = "" if box else ' gradientUnits="userSpaceOnUse"'
    vector = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
    return "url(#" + _define(f'<linearGradient id="@" {vector}{units}>{_stops(stops)}</linearGradient>') + ")"


def radial(stops, cx=.5, cy=.5, r=.5):
    return "url(#" + _define(f'<radialGradient id="@" cx="{cx:g}" cy="{cy:g}" r="{r:g}">{_stops(stops)}</radialGradient>') + ")"


def clip(shape):
    """An attribute that clips a group to the shape."""
    return ' clip-path="url(#' + _define(f'<clipPath id="@">{shape}</clipPath>') + ')"'


def clipped(shape, inner):
    return f"<g{clip(shape)}>{inner}</g>"


def shadow(x, y, rx, ry, o=.26):
    """A soft shadow on the ground."""
    a = "%02x" % round(o * 255)
    return ellipse(x, y, rx, ry, radial([(0, "#2a1a2e" + a), (.55, "#2a1a2e" + "%02x" % round(o * 190)), (1, "#2a1a2e00")]))


def leaf(x, y, size, turn, colour=LEAF, vein=True):
    """A leaf whose stalk is at x, y and that points up before it is turned."""
    inner = path("M0 0C-42 -28 -36 -78 0 -100C36 -78 42 -28 0 0z", colour)
    inner += path("M0 0C42 -28 36 -78 0 -100z", dark(colour, .22))
    if vein:
        inner += stroke("M0 0V-78", light(colour, .35), 3.5)
    return stamp(inner, x, y, turn, size / 100)


def stamp(inner, x=0, y=0, turn=0, scale=1):
    """A shape that is written once in the file, however often it is put down."""
    name = _define(f'<g id="@">{inner}</g>')
    t = (f"translate({n(x)} {n(y)})" if x or y else "") + (f"rotate({n(turn)})" if turn else "") + (f"scale({scale:.3g})" if scale != 1 else "")
    return f'<use href="#{name}" transform="{t}"/>'


def steam(x, y, h=60, colour="#ffffff", o=.6, w=7):
    return stroke(f"M{n(x)} {n(y)}C{n(x - h * .3)} {n(y - h * .3)} {n(x + h * .3)} {n(y - h * .6)} {n(x)} {n(y - h)}", colour, w, o)


def sparkle(x, y, r, colour="#ffffff", o=.9):
    k = r * .16
    return path(f"M{n(x)} {n(y - r)}Q{n(x + k)} {n(y - k)} {n(x + r)} {n(y)}Q{n(x + k)} {n(y + k)} {n(x)} {n(y + r)}"
                f"Q{n(x - k)} {n(y + k)} {n(x - r)} {n(y)}Q{n(x - k)} {n(y - k)} {n(x)} {n(y - r)}z", colour, o)


def wave(y, thick, half, amp, shift=0):
    """One band of the promenade's mosaic, right across the picture."""
    x0 = -shift - half
    count = int((WIDTH - x0) / half) + 1

    def crest(step, up):
        k = step * .45
        out = f"c{n(k)} {n(-up * amp)} {n(step - k)} {n(-up * amp)} {n(step)} 0"
        for i in range(1, count):
            up = -up
            out += f"s{n(step - k)} {n(-up * amp)} {n(step)} 0"
        return out

    return f"M{n(x0)} {n(y)}{crest(half, 1)}v{n(thick)}{crest(-half, 1 if count % 2 else -1)}z"


def ground(category, night=False, horizon=300):
    """Gradient, a quiet disc of light behind the subject, and the mosaic, which grows towards the viewer."""
    h, s, l = GROUNDS[category]
    top, low = hsl(h, s, l + .08), hsl(h + (-4 if h < 60 else 5), s * .98, l - .08)
    deep = hsl(h - (14 if h < 60 else 0), s * .8, .22)
    if night:
        top, low, deep = hsl(h, s * .75, .30), hsl(h + 6, s * .7, .44), hsl(h, s, .12)
    out = rect(0, 0, WIDTH, HEIGHT, gradient((top, low), 0, 0, .35, 1))
    out += circle(320, 188, 172, "#ffffff", .09 if night else .24) + circle(320, 188, 128, "#ffffff", .06 if night else .18)
    d = wave(horizon, 6, 34, 4.5, 0) + wave(horizon + 20, 10, 44, 7, 16) + wave(horizon + 48, 15, 56, 10, 40) \
        + wave(horizon + 86, 20, 70, 13, 10)
    out += path(f"M0 {horizon - 12}H640V400H0z", gradient([(0, deep + "00"), (1, deep + "1a")]))
    return out + path(d, deep, .2 if night else .1)


def tones(category):
    """The category's own family of tones: pale, light, main, deep, darkest."""
    h, s, _ = GROUNDS[category]
    return (hsl(h, s * .9, .93), hsl(h, s * .85, .72), hsl(h, min(.75, s), .52), hsl(h, min(.6, s), .36), hsl(h, min(.5, s), .22))


def picture(category, body, night=False, bare=False, horizon=300, size=(WIDTH, HEIGHT)):
    """The whole file. The body is a function, so that the definitions it makes are collected."""
    _defs.clear()
    _known.clear()
    back = "" if bare else ground(category, night, horizon)
    inner = back + body()
    defs = f"<defs>{''.join(_defs)}</defs>" if _defs else ""
    return _tidy(f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" viewBox="0 0 {size[0]} {size[1]}"'
                 f' stroke-linecap="round" stroke-linejoin="round">{defs}{inner}</svg>') + "\n"


INHERITED = ("fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity")


def _tidy(text):
    """The same picture in fewer bytes: what neighbours share is written once, on a group round them."""
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    root = ElementTree.fromstring(text)

    def share(parent):
        children = list(parent)
        for child in children:
            parent.remove(child)
        i = 0
        while i < len(children):
            run, common = [children[i]], {k: v for k, v in children[i].attrib.items() if k in INHERITED}
            j = i + 1
            while j < len(children) and children[i].tag[-1] != "g" and children[j].tag[-1] != "g":
                left = {k: v for k, v in common.items() if children[j].get(k) == v}
                if len(left) < len(common) or not left:
                    break
                run.append(children[j])
                j += 1
            if len(run) > 2:
                box = ElementTree.SubElement(parent, "{http://www.w3.org/2000/svg}g", common)
                for child in run:
                    for k in common:
                        del child.attrib[k]
                    box.append(child)
            else:
                run = run[:1]
                parent.append(children[i])
                share(children[i])
            i += len(run)

    for child in root:
        if child.tag.endswith("g"):
            share(child)
    defs = root.find("{http://www.w3.org/2000/svg}defs")
    if defs is not None:
        root.remove(defs)
    share(root)
    if defs is not None:
        root.insert(0, defs)
    out = ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")
    return re.sub(r"#(.)\1(.)\2(.)\3\b", r"#\1\2\3", out)


def polar(x, y, r, a):
    """The point at distance r and angle a (degrees, 0 = up, clockwise)."""
    return x + r * math.sin(math.radians(a)), y - r * math.cos(math.radians(a))
