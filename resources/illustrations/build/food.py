# SPDX-License-Identifier: GPL-3.0-or-later
"""Catering: what is eaten and drunk."""
import math

from draw import *

CRUST, CRUST_LIGHT, CRUST_DARK = "#dc9442", "#f2bd6c", "#b26f28"
TOMATO, TOMATO_DARK, TOMATO_LIGHT = "#e4533a", "#bb3726", "#f78468"


def tomato_slice(x, y, r):
    out = circle(x, y, r, TOMATO_DARK) + circle(x, y, r * .88, TOMATO)
    for i in range(5):
        px, py = polar(x, y, r * .48, i * 72)
        out += ellipse(px, py, r * .2, r * .27, TOMATO_LIGHT, turn=i * 72)
    return out


def plate(x, y, r, rim=.8, colour="#ffffff"):
    return (circle(x + 5, y + 12, r, "#2a1a2e", .18) + circle(x, y, r, gradient((colour, mix(colour, "#c9c4d4", .55)), 0, 0, 1, 1))
            + circle(x, y, r * rim, gradient((mix(colour, "#c9c4d4", .38), colour), 0, 0, 1, 1)))


def pizza():
    x, y = 320, 196
    board = circle(x + 6, y + 15, 158, "#2a1a2e", .2) + group(
        rect(-22, 120, 44, 132, WOOD_DARK, 20) + rect(-22, 116, 44, 130, gradient((WOOD, WOOD_LIGHT), 0, 0, 1, 0), 20)
        + circle(0, 224, 8, WOOD_DARK), (x, y), -52)
    board += circle(x, y + 5, 157, WOOD_DARK) + circle(x, y, 157, gradient((WOOD_LIGHT, WOOD), 0, 0, 1, 1))
    board += "".join(stroke(f"M{x - 138 + abs(i - 2) * 6} {y - 62 + i * 31}q140 {(-1) ** i * 10} {276 - abs(i - 2) * 12} 0", WOOD_DARK, 2, .22) for i in range(5))
    bumps = "".join(circle(*polar(x, y, 117, i * 20 + 6), 19 + (i * 7 % 4), CRUST) for i in range(18))
    pie = bumps + circle(x, y, 131, CRUST) + circle(x - 2, y - 3, 125, CRUST_LIGHT)
    pie += circle(x, y, 114, TOMATO_DARK)
    blob = "M"
    for i in range(24):
        px, py = polar(x, y, 108 - (i * 5 % 7), i * 15)
        qx, qy = polar(x, y, 111 - (i * 3 % 5), i * 15 + 7.5)
        blob += f"{n(px)} {n(py)}Q{n(qx)} {n(qy)} "
    px, py = polar(x, y, 108, 0)
    pie += path(blob + f"{n(px)} {n(py)}z", gradient(("#ffe08a", "#f6c353"), 0, 0, 1, 1))
    pie += "".join(ellipse(*polar(x, y, r, a), 17, 10, "#fff0b8", .8, a) for r, a in ((30, 80), (92, 165), (86, 290), (58, 20), (96, 58)))
    for r, a in ((66, 8), (84, 62), (52, 118), (88, 150), (74, 212), (92, 258), (60, 304), (14, 230)):
        px, py = polar(x, y, r, a)
        pie += circle(px + 1.5, py + 3, 19, "#8a2a12", .35) + circle(px, py, 19, "#c7412c") + circle(px - 1, py - 1, 15.5, "#dc5840")
        pie += circle(px - 5, py - 5, 3, "#f08a6c") + circle(px + 5, py + 3, 2.4, "#b5301f") + circle(px - 3, py + 6, 2, "#b5301f")
    for r, a in ((40, 45), (98, 30), (98, 110), (44, 168), (100, 190), (104, 232), (44, 262), (98, 330), (28, 340)):
        px, py = polar(x, y, r, a)
        pie += ring(px, py, 6, "#2f2a35", 4.5)
    for r, a, t in ((30, 30, 40), (66, 95, 120), (72, 178, 200), (70, 268, 285), (100, 352, 20)):
        px, py = polar(x, y, r, a)
        pie += leaf(px, py, 30, t)
    cuts = "".join(stroke("M{0} {1}L{2} {3}".format(*(n(v) for v in polar(x, y, 126, a) + polar(x, y, 126, a + 180))), CRUST_DARK, 2.5, .55)
                   for a in (15, 75, 135))
    a0, a1 = polar(x, y, 190, 15), polar(x, y, 190, 75)
    wedge = f"M{x} {y}L{n(a0[0])} {n(a0[1])}L{n(polar(x, y, 260, 45)[0])} {n(polar(x, y, 260, 45)[1])}L{n(a1[0])} {n(a1[1])}z"
    outer = f"M100 0H560V400H100z{wedge}"
    use = f'<g id="pie">{pie}</g>'
    whole = f'<g clip-path="url(#{_name_clip(outer, True)})">{use}{cuts}</g>'
    piece = group(f'<g clip-path="url(#{_name_clip(wedge, False)})"><use href="#pie"/></g>', (17, -17))
    hole = path(wedge, "#2a1a2e", .0)
    sides = leaf(118, 330, 54, -30) + leaf(126, 334, 46, 35, LEAF_LIGHT) + tomato(92, 316, 30) + olive(522, 84, 0) + olive(556, 112, 40)
    return sides + board + hole + whole + piece


def _name_clip(d, evenodd):
    from draw import _define
    rule = ' clip-rule="evenodd"' if evenodd else ""
    return _define(f'<clipPath id="@"><path d="{d}"{rule}/></clipPath>')


def tomato(x, y, r):
    out = shadow(x, y + r * .95, r * 1.1, r * .28) + circle(x, y, r, gradient((TOMATO_LIGHT, TOMATO, TOMATO_DARK), .1, 0, .9, 1))
    for i in range(5):
        a = i * 72 + 20
        px, py = polar(x, y - r * .78, r * .55, a)
        out += ellipse((x + px) / 2, (y - r * .78 + py) / 2 + 2, r * .1, r * .28, LEAF_DARK, turn=a)
    return out + stroke(f"M{n(x)} {n(y - r * .78)}q2 -6 6 -9", LEAF_DARK, r * .12) + ellipse(x - r * .4, y - r * .35, r * .2, r * .13, "#fff", .5, -35)


def olive(x, y, turn):
    return group(ellipse(3, 5, 17, 13, "#2a1a2e", .16) + ellipse(0, 0, 17, 13, gradient(("#a9b84a", "#6d7d22"), 0, 0, 1, 1))
                 + circle(12, 0, 4.5, TOMATO) + ellipse(-5, -5, 5, 2.5, "#fff", .5), (x, y), turn)


def grill():
    out = rect(150, 78, 350, 254, "#2a1a2e", 30, .22)
    out += rect(470, 170, 84, 30, "#4a3428", 15) + rect(86, 170, 84, 30, "#4a3428", 15)
    out += rect(144, 62, 352, 260, "#3a424a", 30) + rect(152, 68, 336, 246, "#252b31", 24)
    out += rect(152, 68, 336, 246, radial([(0, "#ffb648"), (.45, "#ee6a2c"), (1, "#7c2312")], .5, .55, .62), 24)
    coals = ((186, 108, 26), (240, 96, 20), (296, 112, 24), (356, 98, 22), (412, 110, 26), (462, 102, 18), (180, 170, 20), (228, 284, 24),
             (290, 290, 20), (352, 286, 26), (414, 284, 20), (458, 270, 24), (462, 190, 22), (184, 240, 24), (180, 296, 14))
    out += "".join(circle(a, b, r, "#4b1d16", .62) + circle(a - r * .2, b - r * .2, r * .6, "#ff8a3a", .55) for a, b, r in coals)
    out += "".join(rect(152, y, 336, 9, gradient(("#d5dde4", "#6d7a86")), 4) for y in range(84, 310, 26))
    meat = ("M210 190C196 152 214 112 256 100C306 86 366 96 396 122C424 146 424 186 400 208C380 226 350 222 330 232"
            "C300 248 262 252 236 236C220 226 216 208 210 190z")
    out += group(path(meat, "#1d0d0d", .4), (5, 9)) + path(meat, "#6d3123")
    out += group(path(meat, gradient(("#b9653f", "#8d432c"), 0, 0, 1, 1)), (16, 9), None, .948)
    out += path("M210 190C196 152 214 112 256 100C262 98 270 97 278 96C244 112 224 146 232 184C236 204 244 220 250 242C226 234 216 208 210 190z", "#f6ddb4")
    out += ellipse(318, 142, 27, 22, "#caa06c", 1, -24) + ellipse(317, 140, 26, 20, "#fff1d4", 1, -24) + ellipse(317, 140, 13, 9, "#b5522f", 1, -24) + ellipse(315, 138, 7, 4, "#e08b62", 1, -24)
    out += stroke("M270 214C300 222 330 206 372 204M352 106C372 114 384 128 388 146", "#d98a63", 4, .7)
    out += "".join(stroke(f"M{a} {b}l46 -34", "#4a1c14", 7, .8) for a, b in ((242, 150), (248, 190), (300, 212), (352, 180)))
    for dx, dy, t in ((0, 0, -14), (18, 40, -14)):
        s = rect(-74, -19, 148, 38, "#8d2f1d", 19) + rect(-74, -19, 148, 30, gradient(("#d9653d", "#a83a22")), 15)
        s += "".join(stroke(f"M{i} -10l9 20", "#5c170d", 5, .75) for i in range(-52, 56, 22)) + stroke("M-56 -12H30", "#fff", 4, .3)
        out += group(group(rect(-74, -15, 148, 38, "#1d0d0d", 19, .4), (4, 6)) + s, (374 + dx, 238 + dy), t)
    out += group(circle(0, 4, 32, "#1d0d0d", .4) + circle(0, 0, 32, "#3f7f35") + circle(0, 0, 25, "#a4d06a") + circle(0, 0, 20, "#d8ec9c")
                 + stroke("M0 -22V22M-19 11L19 -11M-19 -11L19 11", "#7fb34c", 5), (200, 280))
    return out + sprig(538, 92, 20) + sprig(552, 100, 60)


def sprig(x, y, turn):
    out = stroke("M0 0V-66", LEAF_DARK, 4)
    for i in range(5):
        out += ellipse(-10, -14 - i * 12, 11, 3.6, LEAF, 1, 38) + ellipse(10, -14 - i * 12, 11, 3.6, LEAF_DARK, 1, -38)
    return group(out, (x, y), turn)


def fries(x, y, count=9, spread=1.0):
    out = ""
    for i in range(count):
        t = (i - (count - 1) / 2) * 7 * spread
        h = 70 + (i * 37 % 29)
        out += group(rect(-6.5, -h, 13, h, gradient(("#ffdf7e", "#eeb03c"), 0, 0, 1, 0), 2.5) + rect(-6.5, -h, 13, 5, "#fff0b4", 2.5), (x + (i - (count - 1) / 2) * 9, y), t)
    return out


def burger():
    out = shadow(320, 330, 190, 24)
    box = fries(500, 306, 8) + path("M462 250H540L528 326H474z", gradient((CORAL, CORAL_DARK), 0, 0, 1, 1)) + path("M462 250Q501 274 540 250L538 262Q501 286 464 262z", CORAL_LIGHT)
    out += shadow(501, 326, 52, 11) + box
    out += path("M186 286H454V300C454 320 440 328 420 328H220C200 328 186 320 186 300z", gradient(("#eeb15c", "#cf8434")))
    out += rect(182, 246, 276, 46, "#5a2d1e", 22) + rect(182, 246, 276, 34, gradient(("#8a4a30", "#6b3623")), 17)
    out += "".join(circle(a, 262 + (i % 3) * 7, 3.2, "#45201a", .7) for i, a in enumerate(range(204, 446, 22)))
    out += path("M184 240H456L438 258L414 244L380 274Q372 280 364 272L338 246L250 246L222 264Q214 268 208 260z", "#ffc93f")
    out += path("M184 232H456V242H184z", "#ffdd72")
    for a in (214, 282, 350, 418):
        out += rect(a - 36, 212, 74, 24, TOMATO_DARK, 12) + rect(a - 36, 212, 74, 17, TOMATO, 8.5) + rect(a - 26, 215, 30, 5, TOMATO_LIGHT, 2.5)
    wavy = "M172 208"
    for i in range(9):
        wavy += f"q{n(16.4)} {26 if i % 2 else 34} {n(32.9)} 0"
    out += path(wavy + "L456 194H184z", LEAF) + path("M180 196Q250 214 320 200T460 196V206Q390 214 320 208T180 206z", LEAF_LIGHT)
    out += path("M182 198C176 128 240 82 320 82C400 82 464 128 458 198C458 204 452 206 446 206H194C188 206 182 204 182 198z",
                gradient(("#f7bd66", "#e0933b", "#c67a2c"), .1, 0, .4, 1))
    out += path("M204 158C216 122 256 100 300 97C258 108 228 130 216 162C212 172 200 170 204 158z", "#ffe0a4", .8)
    for a, b, t in ((258, 128, -20), (300, 112, 10), (346, 118, -12), (388, 134, 24), (322, 144, 30), (276, 158, -30), (366, 160, 8), (414, 164, -20), (240, 178, 14), (318, 178, -8)):
        out += ellipse(a, b + 2, 8.5, 5, "#a8631e", .5, t) + ellipse(a, b, 8.5, 5, "#fff2cf", 1, t)
    return out + leaf(116, 336, 46, -40) + tomato(140, 304, 26)


def sushi():
    out = shadow(320, 336, 200, 22)
    out += rect(176, 300, 34, 32, "#20262c", 4) + rect(430, 300, 34, 32, "#20262c", 4)
    out += path("M172 222H468L508 296H132z", gradient(("#5a6670", "#39434c"))) + rect(132, 294, 376, 16, "#272f36", 5)

    def nigiri(x, y, top, stripe, turn=0):
        s = path("M-62 24C-66 2 -48 -12 -30 -14H30C48 -12 66 2 62 24C60 34 50 36 40 36H-40C-50 36 -60 34 -62 24z", gradient(("#ffffff", "#e2dccf")))
        s += "".join(ellipse(a, b, 5, 3, "#d3cbbb", .8, t) for a, b, t in ((-44, 22, 20), (-24, 28, -10), (0, 25, 12), (24, 29, -16), (46, 22, 8), (-34, 12, 30), (36, 12, -20)))
        t = "M-72 12C-70 -14 -44 -36 -6 -36H16C50 -34 70 -14 72 10C60 18 50 6 36 6C16 6 -2 10 -24 8C-44 6 -58 20 -72 12z"
        s += path(t, gradient((light(top, .22), top, dark(top, .12)), .1, 0, .5, 1))
        s += "".join(stroke(f"M{a} {-33 + abs(a) * .16:.0f}q-14 18 -8 38", stripe, 5, .8) for a in (-34, -10, 14, 38))
        return group(s, (x, y), turn)

    out += ellipse(246, 242, 70, 10, "#141a18", .4) + nigiri(246, 212, "#ff8a5c", "#ffd9c2") + ellipse(394, 242, 70, 10, "#141a18", .4) + nigiri(394, 212, "#e2574c", "#f7a49a")

    def maki(x, y, fill, core):
        s = ellipse(x, y + 40, 42, 16, "#141a18", .35) + path(f"M{x - 40} {y}V{y + 34}A40 15 0 0 0 {x + 40} {y + 34}V{y}z", gradient(("#35463a", "#1c2a22", "#10180f"), 0, 0, 1, 0))
        s += ellipse(x, y, 40, 19, "#24352b") + ellipse(x, y, 35.5, 16, "#fffaf0") + ellipse(x, y, 16, 8, fill) + ellipse(x - 3, y - 2, 7, 3.4, core)
        s += "".join(ellipse(*(lambda p: (p[0], y + (p[1] - y) * .46))(polar(x, y, 27, a)), 4, 2, "#ddd5c4", .9, a) for a in range(10, 360, 45))
        return s

    out += maki(214, 248, "#ff8a5c", "#ffc1a2") + maki(306, 250, LEAF, LEAF_LIGHT) + maki(398, 248, "#e2574c", "#f7a49a")
    out += group(path("M-4 8C-26 6 -30 -12 -16 -20C-12 -34 14 -34 18 -20C34 -14 28 8 8 8z", "#9ccc5e") + stroke("M-14 -8C-10 -18 4 -22 12 -16", "#c8e88f", 5), (462, 276), None, .9)
    out += "".join(group(rect(-6, -150, 12, 300, gradient(("#d1573f", "#8f2c1e"), 0, 0, 1, 0), 5) + rect(-6, -150, 12, 56, "#3a1d1a", 5) + rect(-6, -100, 12, 6, GOLD), (x, y), t) for x, y, t in ((474, 128, 62), (490, 152, 56)))
    bowl = ellipse(128, 330, 52, 12, "#2a1a2e", .2) + path("M76 286C78 318 98 332 128 332C158 332 178 318 180 286z", gradient(("#5b7d93", "#33505f"), 0, 0, 1, 0)) + ellipse(128, 286, 52, 14, "#7fa3b8") + ellipse(128, 287, 45, 11, "#3a1e16") + ellipse(116, 284, 18, 3.4, "#8a5a48", .7)
    return out + bowl


def pasta():
    out = shadow(320, 334, 190, 24)
    fork = rect(-6, -30, 12, 150, gradient((STEEL_LIGHT, STEEL_DARK), 0, 0, 1, 0), 6)
    fork += path("M-24 -92V-58C-24 -40 -14 -30 0 -30C14 -30 24 -40 24 -58V-92H17V-60H11V-92H4V-60H-4V-92H-11V-60H-17V-92z", gradient((STEEL_LIGHT, STEEL), 0, 0, 1, 0))
    strands = ""
    hill = "M168 232C164 178 214 128 262 120C282 98 360 96 382 120C434 132 476 178 472 232z"
    out += path(hill, "#e3a93a")
    tone = ("#ffd76b", "#f6c04c", "#ffe596", "#edb244")
    for i in range(15):
        t = i * 24 % 11
        x0, x1 = 176 + i * 14, 470 - i * 15
        y = 236 - (i % 5) * 17
        strands += stroke(f"M{x0} {y}C{x0 - 6 + t * 3} {130 + t * 5} {x1 + 30 - t * 4} {112 + t * 6} {x1} {y - t * 2}", tone[i % 4], 8.5)
    for x, y, rx, ry, t in ((250, 176, 52, 26, -30), (392, 178, 52, 26, 28), (318, 212, 70, 24, 0)):
        strands += "".join(f'<ellipse cx="{x}" cy="{y}" rx="{n(rx * k)}" ry="{n(ry * k)}" fill="none" stroke="{tone[(j + 1) % 4]}" stroke-width="7.5" transform="rotate({t} {x} {y})"/>' for j, k in enumerate((1, .72, .42)))
    out += clipped(path("M150 236C150 150 200 90 320 90S490 150 490 236z", "#000"), strands)
    sauce = "M234 168C226 142 254 124 276 126C284 106 352 104 362 122C390 118 416 140 408 164C428 178 404 200 386 190C378 214 352 206 346 190C334 208 308 204 304 188C288 206 262 204 258 186C244 190 232 180 234 168z"
    out += path(sauce, gradient((TOMATO_LIGHT, TOMATO, TOMATO_DARK), 0, 0, .4, 1))
    for x, y, r in ((286, 146, 25), (340, 134, 27), (368, 164, 22)):
        out += circle(x + 2, y + 4, r, "#5a1a10", .4) + circle(x, y, r, gradient(("#a8623c", "#6e3420"), 0, 0, .8, 1)) + circle(x - r * .3, y - r * .3, r * .22, "#d79a70", .8)
    out += leaf(316, 130, 44, -38) + leaf(318, 132, 46, 30, LEAF_LIGHT) + leaf(315, 134, 34, -100)
    out += "".join(rect(x, y, 9, 5, "#fff6d8", 2, 1, t) for x, y, t in ((262, 158, 20), (312, 168, -30), (332, 178, 40), (392, 150, 15), (352, 110, -20), (276, 182, 50)))
    out += ellipse(320, 234, 176, 22, "#fffdf8")
    out += path("M162 232Q320 262 478 232Q480 224 466 220Q320 246 174 220Q160 224 162 232z", "#e8b13f")
    out += path("M144 234C150 296 214 334 320 334S490 296 496 234A176 24 0 0 1 144 234z", gradient(("#ffffff", "#ded6dc"), 0, 0, 1, .6))
    out += path("M150 256C190 276 250 284 320 284S450 276 490 256L486 266C446 286 386 294 320 294S194 286 154 266z", CORAL)
    out += group(fork, (520, 190), 28)
    return out + leaf(112, 340, 50, -24) + leaf(118, 342, 44, 40, LEAF_LIGHT)


def cup(x, y, w, colour="#fffdf8", drink="#6b3d24"):
    """A wide cup seen from a little above; x, y is the middle of its rim, w half the rim's width."""
    k = w / 110
    out = f'<g transform="translate({n(x)} {n(y)}) scale({k:.3g})">'
    out += stroke("M96 26C150 14 160 84 84 86", dark(colour, .1), 20) + stroke("M96 26C150 14 160 84 84 86", colour, 13)
    out += path("M-110 0C-110 74 -70 120 0 120S110 74 110 0z", gradient((colour, colour, dark(colour, .16)), 0, 0, 1, .25))
    out += ellipse(0, 0, 110, 34, light(colour, .6)) + ellipse(0, 2, 99, 28, dark(colour, .18)) + ellipse(0, 5, 96, 25, drink)
    return out + "</g>"


def croissant(x, y, s=1.0, turn=0):
    out = path("M-96 34C-108 -18 -60 -66 0 -66S108 -18 96 34C92 48 74 46 70 32C60 2 34 -14 0 -14S-60 2 -70 32C-74 46 -92 48 -96 34z", "#b56a24")
    pieces = (("M-98 30C-102 4 -88 -22 -66 -40L-44 -6C-58 4 -66 18 -70 32C-76 46 -94 46 -98 30z", 0),
              ("M-70 -42C-58 -54 -40 -62 -22 -66L-14 -16C-28 -14 -40 -8 -50 0z", 1), ("M-28 -68C-10 -72 10 -72 28 -68L18 -14C6 -17 -6 -17 -18 -14z", 2),
              ("M22 -66C40 -62 58 -54 70 -42L50 0C40 -8 28 -14 14 -16z", 1), ("M66 -40C88 -22 102 4 98 30C94 46 76 46 70 32C66 18 58 4 44 -6z", 0))
    for d, i in pieces:
        out += path(d, gradient(("#f6bd63", "#dd9138", "#b9701f"), .2, 0, .5, 1))
    out += "".join(stroke(d, "#ffe0a0", 5, .7) for d in ("M-84 -4C-80 -16 -74 -24 -68 -30", "M-52 -44C-44 -50 -36 -54 -30 -56", "M-14 -60C-4 -62 6 -62 14 -60", "M40 -52C46 -50 52 -46 56 -42"))
    return group(out, (x, y), turn, s)


def cafe():
    out = shadow(320, 330, 210, 26)
    out += ellipse(300, 310, 178, 30, "#d9cfd0") + ellipse(300, 304, 178, 30, PAPER) + ellipse(300, 306, 120, 18, "#e6dddc")
    out += cup(296, 184, 116)
    out += ellipse(296, 189, 94, 23, "#a8683c") + ellipse(296, 189, 86, 20, "#c98a55")
    out += path("M296 207C262 194 252 182 266 176C280 171 292 176 296 182C300 176 312 171 326 176C340 182 330 194 296 207z", "#fff1dc")
    out += path("M296 199C278 192 274 186 280 183C286 181 293 184 296 187C299 184 306 181 312 183C318 186 314 192 296 199z", "#c98a55")
    out += path("M194 216C196 252 214 280 238 294C222 286 196 260 192 206z", "#fff", .8)
    out += steam(254, 148, 70) + steam(300, 136, 84) + steam(346, 148, 70)
    out += croissant(462, 286, .78, 8)
    out += rect(206, 326, 118, 8, STEEL, 4, 1, -4) + ellipse(200, 334, 26, 11, STEEL_LIGHT, 1, -6) + ellipse(198, 333, 18, 7, STEEL, 1, -6)
    for a, b, t in ((120, 330, 20), (150, 350, -30), (92, 346, 60)):
        out += group(ellipse(0, 0, 15, 10, "#6b3d24") + stroke("M-12 2Q0 -6 12 0", "#3a1e12", 3), (a, b), t)
    return out


def bakery():
    out = shadow(320, 334, 190, 22)

    def baguette(x, y, turn, length=230):
        s = rect(-27, -length, 54, length + 30, "#b2691f", 27) + rect(-27, -length, 48, length + 30, gradient(("#f6c06a", "#dd9238", "#c07824"), 0, 0, 1, 0), 24)
        s += "".join(path(f"M-18 {-length + 34 + i * 44}Q8 {-length + 14 + i * 44} 18 {-length + 22 + i * 44}Q2 {-length + 34 + i * 44} -10 {-length + 50 + i * 44}z", "#ffe3ae") for i in range(5))
        return group(s, (x, y), turn)

    out += baguette(258, 290, -16) + baguette(322, 292, 3, 246) + baguette(388, 290, 20, 224)
    out += path("M392 252C384 196 420 168 452 170C490 172 510 210 496 256z", gradient(("#e0974a", "#a9631f"), 0, 0, .6, 1)) + stroke("M424 196l36 36M458 190l-34 42", "#ffe7bb", 8)
    loaf = path("M156 252C140 196 176 160 226 160C276 160 302 196 290 252z", gradient(("#e6a24c", "#bd7426"), 0, 0, .6, 1))
    loaf += "".join(stroke(f"M{a} 178q14 18 6 44", "#ffe7bb", 9) for a in (184, 218, 252))
    out += loaf
    out += path("M140 232H500L474 320C470 330 462 334 452 334H188C178 334 170 330 166 320z", "#a9692f")
    weave = ""
    for row in range(4):
        weave += "".join(rect(128 + i * 42 + (21 if row % 2 else 0), 238 + row * 25, 39, 22, "#d39450" if row % 2 else "#c4833f", 9) for i in range(10))
    out += clipped(path("M140 232H500L474 320C470 330 462 334 452 334H188C178 334 170 330 166 320z", "#000"), weave)
    out += rect(132, 220, 376, 24, "#8e5729", 12) + "".join(rect(136 + i * 31, 221, 24, 20, "#dda765", 10, 1, -16) for i in range(12))
    out += path("M196 232L300 226L312 296L248 330L206 296z", CORAL) + path("M196 232L300 226L303 242L200 250z", CORAL_LIGHT) + "".join(stroke(f"M{214 + i * 24} 250l5 {66 - abs(i - 1) * 14}", PAPER, 3, .55) for i in range(4))
    out += croissant(412, 300, .8, -6)
    for a, h in ((96, 120), (120, 148), (146, 112)):
        out += stroke(f"M{a + 10} 336Q{a} {336 - h / 2} {a - 4} {336 - h}", "#c99a35", 4) + "".join(ellipse(a - 4 + (9 if k % 2 else -9), 336 - h - 6 + k * 9, 5.5, 10, GOLD, 1, 35 if k % 2 else -35) for k in range(6)) + ellipse(a - 4, 326 - h, 5, 11, GOLD_LIGHT)
    return out


def ice_cream():
    return shadow(320, 350, 90, 14) + group(_cone(), (9.6, 14), None, .97) + sparkle(196, 110, 16) + sparkle(452, 92, 20) + sparkle(470, 250, 13)


def _cone():
    out = ""
    cone = "M242 208H398L330 352C326 360 314 360 310 352z"
    lines = "".join(stroke(f"M{200 + i * 32} 200l100 170M{440 - i * 32} 200l-100 170", "#b9732a", 4, .7) for i in range(8))
    out += path(cone, gradient(("#f3bd6e", "#dd9440"), 0, 0, 1, 0)) + clipped(path(cone, "#000"), lines + path("M242 208H398L392 224H248z", "#8a4c18", .35))

    def scoop(x, y, r, c, drips=True):
        s = circle(x, y, r, gradient((light(c, .3), c, dark(c, .14)), .15, .05, .75, 1))
        if drips:
            w = r * 1.1
            d = f"M{n(x - w)} {n(y + r * .35)}"
            for i in range(6):
                d += f"q{n(w / 6)} {n(r * (.55 if i % 2 else .38))} {n(w / 3)} 0"
            s += path(d + f"C{n(x + w)} {n(y)} {n(x - w)} {n(y)} {n(x - w)} {n(y + r * .35)}z", mix(c, "#ffffff", .1))
        return s + ellipse(x - r * .42, y - r * .45, r * .22, r * .14, "#fff", .65, -40)

    out += scoop(270, 166, 60, "#8fd0b4") + scoop(370, 166, 60, "#fff0cf") + scoop(320, 102, 64, "#f58fa0")
    out += "".join(rect(x, y, 13, 5, c, 2.5, 1, t) for x, y, c, t in ((290, 76, GOLD, 30), (322, 62, PAPER, -40), (348, 86, "#7fc4e8", 60), (306, 106, PAPER, 10), (336, 116, GOLD, -20), (282, 110, "#7fc4e8", -60), (358, 112, PAPER, 80)))
    out += "".join(ellipse(x, y, 4, 6, "#4a2a1a", 1, t) for x, y, t in ((248, 150, 20), (280, 144, -30), (292, 172, 50), (240, 182, -10)))
    out += group(rect(-13, -92, 26, 110, "#e0a558", 4) + stroke("M-5 -86V14M5 -86V14", "#b9732a", 2.5) + "".join(stroke(f"M-12 {-74 + i * 18}H12", "#b9732a", 2.5) for i in range(5)), (386, 96), 28)
    out += circle(318, 38, 17, gradient((CORAL_LIGHT, CORAL_DARK), 0, 0, 1, 1)) + stroke("M320 24Q328 8 346 6", LEAF_DARK, 4) + ellipse(312, 32, 4, 2.6, "#fff", .8)
    return out


def bar():
    out = shadow(320, 336, 200, 22)
    # beer
    out += stroke("M214 208C160 196 156 296 214 290", "#d98f2a", 22) + stroke("M214 208C160 196 156 296 214 290", "#ffe2a0", 15) + stroke("M208 204C172 200 160 240 170 268", "#ffffff", 5, .8)
    out += path("M206 150H334L326 318C325 328 318 332 310 332H230C222 332 215 328 214 318z", gradient(("#ffd261", "#f0a52b", "#d9851a"), 0, 0, .4, 1))
    out += "".join(rect(a, 182, 17, 130, "#fff3c4", 8, .5) for a in (230, 262, 294)) + "".join(circle(a, b, r, "#fff6d2", .9) for a, b, r in ((254, 300, 4), (286, 280, 5), (318, 256, 3), (252, 240, 3), (288, 216, 4), (318, 296, 4)))
    out += path("M198 158C186 132 208 110 230 116C240 92 286 90 296 112C318 100 352 122 342 152C350 170 328 178 318 168C316 188 296 188 294 172C280 184 262 180 258 168C248 178 232 176 228 168C216 180 196 174 198 158z", gradient(("#ffffff", "#f3e4c8")))
    # orange spritz
    out += rect(419, 236, 10, 84, "#ffffff", 4, .75) + ellipse(424, 324, 48, 9, "#ffffff", .8)
    bowl = "M362 104H486C492 176 472 240 424 240S356 176 362 104z"
    out += path(bowl, "#ffffff", .38) + clipped(path(bowl, "#000"), rect(340, 134, 170, 120, gradient(("#ffae4a", CORAL)))
           + "".join(rect(a, b, 36, 34, "#fff", 7, .42, t) for a, b, t in ((376, 142, 14), (424, 136, -18), (404, 176, 30), (444, 172, 10))))
    out += circle(470, 106, 40, "#f29a2e") + circle(470, 106, 35, "#fff1cf") + "".join(path("M470 106L{0} {1}A31 31 0 0 1 {2} {3}z".format(*(n(v) for v in polar(470, 106, 31, i * 45 + 4) + polar(470, 106, 31, i * 45 + 41))), "#ffb04a") for i in range(8))
    out += stroke("M408 214L384 54L352 42", CORAL_DARK, 9) + stroke("M408 214L384 54L352 42", CORAL_LIGHT, 3)
    out += stroke("M372 124C372 160 378 190 390 212", "#fff", 6, .7)
    out += leaf(438, 102, 40, -30) + leaf(436, 104, 36, 12, LEAF_LIGHT)
    bowl = shadow(118, 340, 58, 10) + "".join(group(ellipse(0, 0, 12, 9, "#d9a25a") + stroke("M-8 0H8", "#b57a34", 2), (a, b), t) for a, b, t in ((92, 300, 20), (116, 292, -30), (142, 300, 10), (104, 306, 60), (130, 306, 0)))
    bowl += path("M68 306H168C166 330 148 340 118 340S70 330 68 306z", gradient(("#7a4a2c", "#563019"), 0, 0, 1, 0))
    return out + bowl + sparkle(528, 160, 15) + sparkle(166, 108, 12)


def dinner():
    out = shadow(320, 336, 220, 24)
    # candle
    out += shadow(132, 336, 40, 8) + rect(112, 320, 40, 12, GOLD_DARK, 6) + rect(122, 220, 20, 104, gradient((PAPER, "#e6dac6"), 0, 0, 1, 0), 4) + circle(132, 186, 44, radial([(0, "#fff3b0cc"), (1, "#fff3b000")])) + path("M132 164C144 182 148 192 144 202C141 212 123 212 120 202C116 192 122 180 132 164z", "#ffb52e") + path("M132 184C138 194 140 198 137 204C135 208 129 208 127 204C125 198 128 192 132 184z", "#fff3b0") + stroke("M132 210V220", INK, 3)
    # wine
    out += shadow(518, 336, 44, 9) + rect(513, 250, 8, 78, "#fff", 3, .8) + ellipse(517, 330, 36, 7, "#fff", .85)
    g = "M482 136H552C558 196 548 252 517 252S476 196 482 136z"
    out += path(g, "#fff", .4) + clipped(path(g, "#000"), rect(470, 178, 100, 90, gradient(("#a32a4e", "#6d1433")))) + ellipse(517, 178, 36.5, 6, "#c44a6c") + stroke("M490 146C488 180 490 208 500 230", "#fff", 5, .6)
    # cloche
    out += ellipse(320, 316, 176, 22, STEEL_DARK) + ellipse(320, 310, 176, 22, gradient((STEEL_LIGHT, STEEL, STEEL_LIGHT), 0, 0, 1, 0)) + ellipse(320, 308, 148, 15, "#94a4b1")
    dome = "M184 302C182 198 240 124 320 124S458 198 456 302Q320 326 184 302z"
    out += path(dome, gradient(("#f3f7fa", "#c3ced8", "#8899a7"), .05, 0, .8, 1))
    out += path("M208 286C206 216 240 162 292 144C250 176 232 226 236 294Q222 292 208 286z", "#fff", .85)
    out += path("M420 292C424 232 408 186 376 154C424 178 446 236 444 288z", "#fff", .3)
    out += path("M184 302C184 296 184 292 184.500 286Q320 312 455.500 286C456 292 456 296 456 302Q320 328 184 302z", CORAL) + path("M184.500 286Q320 312 455.500 286L455 280Q320 306 185 280z", STEEL_LIGHT)
    out += rect(312, 100, 16, 28, STEEL_DARK, 4) + circle(320, 90, 20, gradient((GOLD_LIGHT, GOLD, GOLD_DARK), 0, 0, 1, 1)) + ellipse(313, 83, 6, 4, "#fff", .8)
    return out + sparkle(236, 120, 16) + sparkle(412, 104, 20) + sparkle(446, 152, 11)


def chivito():
    out = ellipse(320, 322, 224, 34, "#2a1a2e", .2) + ellipse(320, 310, 222, 36, gradient(("#ffffff", "#d8d0dc"))) + ellipse(320, 304, 180, 24, "#efe9ee")
    fr = "".join(group(rect(-7, -36, 14, 74, gradient(("#ffdf7e", "#eab03e"), 0, 0, 1, 0), 3), (x, y), t) for x, y, t in ((150, 290, 62), (166, 274, 30), (138, 302, 96), (176, 298, -36), (470, 290, -58), (488, 300, -88), (456, 276, -24), (478, 276, 18), (452, 302, 70), (496, 288, 40)))
    out += fr
    out += path("M196 278H444V286C444 306 430 312 412 312H228C210 312 196 306 196 286z", gradient(("#f0b765", "#cd8536")))
    out += rect(188, 248, 264, 34, "#5f3021", 16) + rect(188, 248, 264, 24, gradient(("#95533a", "#74402b")), 12) + "".join(stroke(f"M{a} 254l10 14", "#4a2218", 5, .7) for a in range(206, 440, 26))
    out += path("M186 240Q320 228 454 240L450 256Q420 246 396 256T340 254T282 258T226 252T190 256z", "#f29aa0") + path("M186 240Q320 228 454 240L453 246Q320 234 187 246z", "#ffc1c2")
    out += path("M190 232H450L428 258L402 240H300L270 270Q262 276 256 266L240 240z", "#ffcf4a")
    for a in (222, 278, 362, 418):
        out += rect(a - 30, 208, 62, 24, TOMATO_DARK, 12) + rect(a - 30, 208, 62, 16, TOMATO, 8) + rect(a - 20, 211, 26, 5, TOMATO_LIGHT, 2.5)
    wavy = "M178 206"
    for i in range(8):
        wavy += f"q17.7 {24 if i % 2 else 32} 35.4 0"
    out += path(wavy + "L450 190H190z", LEAF) + path("M184 194Q252 210 320 198T456 194V203Q388 210 320 204T184 203z", LEAF_LIGHT)
    out += path("M188 190C186 140 236 124 320 124S454 140 452 190Q320 204 188 190z", gradient(("#f7c06a", "#dd9038"), 0, 0, .3, 1)) + path("M208 164C222 142 270 136 316 135C270 144 232 152 218 172C212 180 204 174 208 164z", "#ffe3ae", .8)
    egg = "M232 146C222 118 262 100 296 104C330 92 392 98 402 124C424 132 420 160 398 162C394 190 372 196 366 170C350 176 336 172 326 166C318 186 300 204 290 176C286 166 240 172 232 146z"
    out += group(path(egg, "#8a4a14", .25), (2, 6)) + path(egg, gradient(("#ffffff", "#f1ecf0"))) + ellipse(322, 130, 40, 27, "#e89412") + ellipse(321, 127, 39, 25, gradient(("#ffc53a", "#f5a41c"))) + ellipse(308, 118, 12, 6, "#fff3c0", .9, -20)
    out += stroke("M370 142V52", "#c99a5c", 5) + olive(370, 62, 0) + circle(370, 84, 13, CORAL) + ellipse(366, 80, 4, 3, "#fff", .6)
    return out


def vegetarian():
    x, y = 320, 196
    out = circle(x + 6, y + 15, 152, "#2a1a2e", .2) + circle(x, y, 152, gradient(("#7d9db0", "#4c6c80"), 0, 0, 1, 1)) + circle(x, y, 139, "#3d5a6c") + circle(x, y, 136, "#5f8a3f")

    def sector(a0, a1, colour, inner, r=134):
        p0, p1 = polar(x, y, r, a0), polar(x, y, r, a1)
        s = f"M{x} {y}L{n(p0[0])} {n(p0[1])}A{r} {r} 0 0 1 {n(p1[0])} {n(p1[1])}z"
        return path(s, colour) + clipped(path(s, "#000"), inner)

    rice = "".join(ellipse(*polar(x, y, 30 + (i * 37 % 100), 2 + (i * 23 % 68)), 11, 5, "#fffaf0" if i % 3 else "#d9cdb6", 1, i * 41) for i in range(24))
    out += sector(-2, 72, "#eee3cd", rice)
    carrot = rect(-6, -130, 12, 112, gradient(("#ffab52", "#ee7a25"), 0, 0, 1, 0), 4)
    carrots = "".join(stamp(carrot, x, y, a) for a in range(74, 134, 8))
    out += sector(70, 132, "#d9661a", carrots)
    cherry = circle(0, 0, 21, TOMATO_DARK) + circle(-1, -2, 19, gradient((TOMATO_LIGHT, TOMATO), 0, 0, 1, 1)) + ellipse(-6, -8, 5, 3, "#fff", .7, -30)
    toms = "".join(stamp(cherry, px, py) for px, py in (polar(x, y, r, a) for r, a in ((108, 144), (112, 168), (72, 152), (76, 184), (112, 192), (36, 166))))
    out += sector(130, 204, "#7a2c1c", toms)
    beans = "".join(circle(*polar(x, y, 34 + (i * 29 % 96), 206 + (i * 19 % 56)), 14, "#e6bb72" if i % 2 else "#d7a557") for i in range(18))
    out += sector(202, 264, "#b98a45", beans)
    slice_ = (path("M-15 -128C-24 -96 -20 -54 -2 -34C12 -58 14 -104 8 -130z", LEAF_DARK) + path("M-11 -126C-19 -96 -15 -58 -2 -42C8 -62 9 -104 4 -128z", "#c6df7a") + path("M-4 -124C-10 -98 -6 -66 0 -54C5 -72 6 -104 3 -126z", "#e9f0a8"))
    avo = "".join(stamp(slice_, x, y, a) for a in (272, 289, 306, 323, 340))
    out += sector(262, 358, "#44782f", avo)
    out += circle(x, y + 4, 40, "#1f3a1c", .35) + circle(x, y, 40, LEAF_DARK)
    out += "".join(leaf(x, y, 44, a, LEAF if i % 2 else LEAF_LIGHT) for i, a in enumerate(range(0, 360, 60)))
    out += circle(x, y, 17, "#f5a3b4") + ring(x, y, 11, "#fff", 3, .8) + ring(x, y, 5, "#d9486a", 3)
    out += "".join(circle(*polar(x, y, 50 + (i * 31 % 70), i * 61), 2.4, "#fff8e0") for i in range(16))
    fork = rect(-6, -20, 12, 150, gradient((STEEL_LIGHT, STEEL_DARK), 0, 0, 1, 0), 6) + path("M-22 -96V-58C-22 -38 -12 -22 0 -22S22 -38 22 -58V-96H15V-62H10V-96H4V-62H-4V-96H-10V-62H-15V-96z", gradient((STEEL_LIGHT, STEEL), 0, 0, 1, 0))
    out += group(fork, (528, 190), 6)
    half = ellipse(0, 6, 44, 56, "#2a1a2e", .18) + path("M0 -62C26 -62 30 -30 38 -4C48 34 26 56 0 56S-48 34 -38 -4C-30 -30 -26 -62 0 -62z", LEAF_DARK) + path("M0 -54C20 -54 23 -28 31 -2C39 30 20 48 0 48S-39 30 -31 -2C-23 -28 -20 -54 0 -54z", "#e4ec9c") + circle(0, 14, 21, "#8a5426") + circle(-5, 9, 8, "#b57d46")
    return out + group(half, (110, 208), -18, .95)


PICTURES = {
    "pizza": ("catering", pizza), "grill": ("catering", grill), "burger": ("catering", burger), "sushi": ("catering", sushi),
    "pasta": ("catering", pasta), "cafe": ("catering", cafe), "bakery": ("catering", bakery), "ice-cream": ("catering", ice_cream),
    "bar": ("catering", bar), "dinner": ("catering", dinner), "chivito": ("catering", chivito), "vegetarian": ("catering", vegetarian),
}
