# SPDX-License-Identifier: GPL-3.0-or-later
"""Leisure and culture."""
from draw import *


def cinema():
    # screen
    out = path("M150 44H490L470 226H170z", "#ffffff", .12) + path("M96 400L176 60H464L544 400z", "#fff", .08)
    out += rect(150, 40, 340, 190, "#1d1636", 12) + rect(158, 48, 324, 174, gradient(("#ffd7a3", "#ff9f8c", "#a36bd6"), 0, 0, .3, 1), 6)
    out += circle(390, 104, 30, "#fff3cf") + path("M158 178C200 130 240 130 282 170C318 130 356 140 392 176C420 152 452 156 482 184V216Q482 222 476 222H164Q158 222 158 216z", "#7a4bb0") + path("M158 200C220 168 260 196 320 190S420 176 482 206V216Q482 222 476 222H164Q158 222 158 216z", "#57348c")
    out += path("M300 110V160Q300 168 307 164L346 140Q352 135 346 130L307 106Q300 102 300 110z", "#fff", .95)
    # curtains
    for f in (lambda s: s, flip):
        out += f(path("M0 0H128C130 90 120 180 150 262H0z", gradient(("#a03565", "#7c2450"), 0, 0, 1, 0)) + "".join(path(f"M{x} 0C{x + 6} 90 {x - 2} 180 {x + 12} 262H{x + 26}C{x + 12} 180 {x + 18} 90 {x + 14} 0z", "#5c173a", .7) for x in (16, 54, 92)))
    # seats
    for y, w, h, c, off in ((238, 62, 60, "#5b3aa8", 0), (286, 76, 80, "#6e48c4", 38), (346, 92, 80, "#8560dc", 0)):
        n_ = int(640 / w) + 2
        for i in range(n_):
            x = 320 + (i - n_ // 2) * (w + 6) + off - w / 2
            out += rect(x, y, w, h, gradient((light(c, .18), c, dark(c, .35))), w * .28) + rect(x + w * .16, y + 8, w * .68, 6, "#fff", 3, .22)
    # heads
    hd = circle(0, 0, 21, "#2a1f45") + path("M-36 50C-36 24 -20 16 0 16S36 24 36 50z", "#2a1f45")
    out += group(hd, (246, 314)) + group(hd + path("M-16 -12C-10 -30 14 -30 18 -10C20 0 22 10 18 20C14 4 -10 4 -14 14z", "#1d1636"), (354, 316))
    # popcorn
    p = path("M-42 -40H42L32 66Q31 72 25 72H-25Q-31 72 -32 66z", PAPER) + "".join(path(f"M{x} -40H{x + 17}L{x * .76 + 13:.0f} 72H{x * .76:.0f}z", CORAL) for x in (-42, -9, 25))
    p += "".join(circle(x, y, r, c) for x, y, r, c in ((-32, -46, 15, "#ffe7a8"), (-8, -52, 17, "#fff5d6"), (18, -50, 16, "#ffe7a8"), (36, -44, 13, "#fff5d6"), (-20, -66, 14, "#fff5d6"), (6, -72, 15, "#ffe7a8"), (26, -66, 12, "#fff5d6"), (-36, -62, 9, "#ffe7a8"), (-4, -60, 6, "#f5cf7c"), (22, -54, 5, "#f5cf7c")))
    return out + group(p, (486, 316), 5, 1.1)


def bowling():
    out = path("M258 140H382L560 400H80z", gradient(("#f2cf98", "#e3ac63"))) + "".join(stroke(f"M{280 + i * 20} 140L{148 + i * 86} 400", "#b97f3d", 3, .5) for i in range(5))
    out += path("M258 140L80 400H20L238 140zM382 140L560 400H620L402 140z", "#4b3a86") + path("M258 140L80 400H64L252 140zM382 140L560 400H576L388 140z", "#2f2360") + "".join(path(f"M{x} 330L{x + 10} 306L{x + 20} 330z", "#b97f3d") for x in (250, 310, 370))

    def pin(x, y, s, t=0):
        d = "M0 -150C14 -150 22 -138 21 -122C20 -106 12 -98 13 -84C15 -64 30 -52 30 -22C30 -6 24 8 18 8H-18C-24 8 -30 -6 -30 -22C-30 -52 -15 -64 -13 -84C-12 -98 -20 -106 -21 -122C-22 -138 -14 -150 0 -150z"
        g = path(d, gradient(("#ffffff", "#f4f1fa", "#c4bcdc"), 0, 0, 1, 0)) + clipped(path(d, "#000"), rect(-30, -104, 60, 9, CORAL) + rect(-30, -88, 60, 9, CORAL)) + ellipse(-9, -130, 4, 9, "#fff", .9, 10) + ellipse(-14, -34, 5, 18, "#fff", .9, 10)
        return shadow(x, y + 6 * s, 34 * s, 8 * s) + group(g, (x, y), t, s)

    out += pin(244, 178, .84, -4) + pin(296, 178, .84) + pin(348, 178, .84) + pin(400, 178, .84, 4)
    out += pin(270, 206, .94) + pin(322, 206, .94) + pin(376, 206, .94, 10) + pin(296, 238, 1.04, -12) + pin(352, 240, 1.04, 16)
    out += shadow(330, 372, 84, 14) + circle(322, 300, 74, gradient(("#8fa4ff", "#4a54c8", "#2a2a82"), .15, .05, .75, 1)) + path("M270 268C286 240 316 230 344 238C312 244 290 260 280 288C272 296 264 282 270 268z", "#fff", .5)
    out += ellipse(340, 276, 9, 11, "#17184f", 1, 20) + ellipse(366, 282, 9, 11, "#17184f", 1, 20) + ellipse(346, 306, 10, 12, "#17184f", 1, 20)
    return out + stroke("M206 312Q224 332 234 346M186 332Q206 352 216 364", "#fff", 6, .6) + sparkle(210, 66, 18) + sparkle(436, 70, 22) + sparkle(470, 150, 12)


def party():
    out = shadow(322, 344, 150, 18)

    def balloon(x, y, rx, ry, c, tail):
        return stroke(f"M{x} {y + ry}{tail}", "#fff", 3, .75) + path(f"M{x - 7} {y + ry + 9}L{x} {y + ry - 4}L{x + 7} {y + ry + 9}z", dark(c, .25)) + ellipse(x, y, rx, ry, gradient((light(c, .35), c, dark(c, .22)), .1, 0, .8, 1)) + ellipse(x - rx * .38, y - ry * .42, rx * .16, ry * .25, "#fff", .75, 28)

    out += balloon(186, 116, 46, 58, "#6d8df0", "C176 220 214 250 196 340") + balloon(454, 110, 46, 58, GOLD, "C470 220 426 250 446 340") + balloon(124, 190, 36, 46, "#e57fb4", "C116 270 150 290 140 350") + balloon(518, 186, 36, 46, "#57c3b0", "C526 270 492 290 500 350")
    # bunting
    out += stroke("M0 26Q160 92 320 32Q480 92 640 26", "#fff", 4, .8)
    for i in range(12):
        x = 26 + i * 53.5
        t = (x if x < 320 else 640 - x) / 320
        y = 26 * (1 - t) ** 2 + 184 * t * (1 - t) + 32 * t * t
        out += path(f"M{n(x - 18)} {n(y)}H{n(x + 18)}L{n(x)} {n(y + 38)}z", (CORAL, PAPER, GOLD, "#6d8df0", "#57c3b0")[i % 5])
    # cake
    out += ellipse(320, 334, 150, 18, "#d6d3ea") + ellipse(320, 328, 150, 18, PAPER)
    out += path("M210 232H430V312C430 330 380 336 320 336S210 330 210 312z", gradient(("#ffe3b8", "#f7c486", "#dd9d5b"), 0, 0, 1, 0)) + rect(210, 268, 220, 18, "#fff", 0, .85) + rect(210, 286, 220, 6, "#e6a0bf")
    drip = "M206 226V250"
    for i in range(8):
        drip += f"q0 {18 + (i * 11 % 17)} {n(14.25)} {18 + (i * 11 % 17)}t14.25 {-18 - (i * 11 % 17)}"
    out += path(drip + "V226z", "#f28db5") + ellipse(320, 228, 114, 27, "#f9b3cf") + ellipse(320, 226, 100, 21, "#fccadf")
    out += "".join(circle(x, y, 10, "#fff") + circle(x, y - 6, 7, "#fff") for x, y in ((236, 224), (262, 238), (378, 238), (404, 224), (320, 244), (292, 242), (348, 242)))
    for x, h, c in ((272, 56, "#6d8df0"), (304, 66, CORAL), (336, 66, GOLD), (368, 56, "#57c3b0")):
        out += rect(x - 6, 222 - h, 12, h, gradient((light(c, .3), c), 0, 0, 1, 0), 4) + "".join(stroke(f"M{x - 5} {222 - h + 16 + k * 15}l10 -8", "#fff", 4, .8) for k in range(3)) + circle(x, 208 - h, 20, radial([(0, "#fff3b0cc"), (1, "#fff3b000")])) + path(f"M{x} {192 - h}Q{x + 11} {208 - h} {x} {218 - h}Q{x - 11} {208 - h} {x} {192 - h}z", "#ffb52e") + ellipse(x, 211 - h, 3, 5, "#fff6c4")
    for i in range(20):
        x, y = 60 + (i * 137 % 520), 96 + (i * 71 % 190)
        if 200 < x < 440 and y > 120:
            continue
        out += rect(x, y, 13, 7, (CORAL, GOLD, PAPER, "#6d8df0", "#57c3b0")[i % 5], 2, .95, i * 47)
    return out


def games():
    out = shadow(320, 330, 190, 22)
    out += "".join(group(s, p, t) for s, p, t in ((ring(0, 0, 21, CORAL, 9), (138, 108), 0), (stroke("M-17 -17L17 17M17 -17L-17 17", "#5b8def", 9), (506, 104), 0), (stroke("M0 -20L22 18H-22z", "#3fae94", 8), (196, 60), -8), (stroke("M-17 -17H17V17H-17z", GOLD, 8), (452, 58), 12)))
    body = "M206 128C246 116 276 134 320 134S394 116 434 128C492 146 540 270 524 314C514 342 480 338 460 314L414 264C400 254 384 252 366 252H274C256 252 240 254 226 264L180 314C160 338 126 342 116 314C100 270 148 146 206 128z"
    out += group(path(body, "#3b2a72"), (0, 12)) + path(body, gradient(("#ffffff", "#ece8f7", "#bdb2dd"), .1, 0, .5, 1))
    out += path("M212 140C180 152 140 236 130 290C126 250 160 158 206 138z", "#fff", .9)
    out += path("M286 135C306 138 334 138 354 135L350 172C348 180 342 184 334 184H306C298 184 292 180 290 172z", "#4a3a86") + rect(300, 144, 40, 24, gradient(("#7ad6f0", "#4a7de0"), 0, 0, 1, 1), 6)
    out += path("M200 162H224V184H246V208H224V230H200V208H178V184H200z", "#2f2558") + path("M204 166H220V188H242V204H220V226H204V204H182V188H204z", "#4a3d80") + path("M212 170l6 9h-12zM212 222l6 -9h-12zM186 196l9 -6v12zM238 196l-9 -6v12z", "#fff", .8)
    for x, y, c in ((430, 164, GOLD), (464, 196, CORAL), (396, 196, "#5b8def"), (430, 228, "#3fae94")):
        out += circle(x + 1, y + 4, 19, "#8d80bd") + circle(x, y, 19, gradient((light(c, .35), c, dark(c, .15)), .1, 0, .8, 1)) + ellipse(x - 6, y - 8, 6, 4, "#fff", .7, -30)
    for x in (272, 368):
        out += circle(x, 234, 34, "#a99fd0") + circle(x, 232, 31, "#2f2558") + circle(x, 226, 23, "#5f5399") + circle(x, 224, 20, gradient(("#8075bd", "#3d3170"), 0, 0, 1, 1)) + ellipse(x - 7, 216, 7, 4, "#fff", .4)
    out += circle(292, 200, 6, "#8d80bd") + circle(320, 204, 6, CORAL) + circle(348, 200, 6, "#8d80bd")
    dice = rect(-34, -30, 76, 76, "#2a1a2e", 16, .16) + rect(-38, -38, 76, 76, gradient(("#ff9d86", CORAL, CORAL_DARK), 0, 0, 1, 1), 16) + "".join(circle(x, y, 7, "#fff") for x, y in ((-18, -18), (18, -18), (0, 0), (-18, 18), (18, 18)))
    return out + group(dice, (320, 318), 12, .8) + sparkle(320, 82, 20) + sparkle(556, 190, 13) + sparkle(86, 200, 13)


def museum():
    out = shadow(320, 338, 230, 22)
    st, sd, sl = "#f3e3d2", "#cfae96", "#fff7ec"
    for i, (y, x) in enumerate(((322, 124), (308, 140), (294, 156))):
        out += rect(x, y, 640 - 2 * x, 16, gradient((sl, sd)), 2)
    out += rect(176, 150, 288, 146, "#8a5a86") + rect(280, 186, 80, 110, "#4a2650", 0) + path("M280 206A40 40 0 0 1 360 206z", "#4a2650")
    out += rect(292, 204, 26, 92, "#6d3a70") + rect(322, 204, 26, 92, "#6d3a70") + circle(313, 252, 3, GOLD) + circle(327, 252, 3, GOLD)
    for x, c in ((250, CORAL), (390, CORAL)):
        out += path(f"M{x - 15} 176H{x + 15}V262L{x} 250L{x - 15} 262z", c) + circle(x, 206, 8, PAPER) + rect(x - 8, 222, 16, 4, PAPER, 2)
    for x in (176, 226, 274, 366, 414, 464):
        out += rect(x - 14, 158, 28, 132, gradient((sl, st, sd), 0, 0, 1, 0)) + "".join(rect(x - 8 + k * 7, 164, 2.5, 120, sd, 1, .7) for k in range(3)) + rect(x - 19, 284, 38, 12, sd, 3) + rect(x - 18, 284, 36, 9, sl, 3) + rect(x - 19, 150, 38, 12, sl, 4)
    out += rect(142, 130, 356, 24, gradient((sl, sd)), 3) + rect(150, 137, 340, 4, sd)
    out += path("M128 132L320 48L512 132z", sd) + path("M136 128L320 48L504 128z", sl) + path("M172 122L320 60L468 122z", gradient(("#c79ac4", "#9d6b9c")))
    out += circle(320, 98, 17, sl) + circle(320, 98, 10, GOLD) + path("M292 116C276 118 258 112 246 116C262 102 280 100 296 106zM348 116C364 118 382 112 394 116C378 102 360 100 344 106z", sl)
    out += circle(320, 42, 9, GOLD) + circle(132, 130, 7, GOLD) + circle(508, 130, 7, GOLD)
    for x, s in ((92, 1), (552, .9)):
        out += shadow(x, 338, 40, 8) + rect(x - 5, 300, 10, 36, WOOD_DARK) + ellipse(x, 260, 32 * s, 56 * s, gradient((LEAF_LIGHT, LEAF, LEAF_DARK), 0, 0, 1, .4))
    return out + group(stroke("M0 0q10 -12 20 0q10 -12 20 0", "#fff", 4), (440, 58)) + group(stroke("M0 0q8 -10 16 0q8 -10 16 0", "#fff", 3.5), (164, 82))


def theatre():
    out = ""
    out += path("M150 330C210 300 430 300 490 330L520 356H120z", "#5c2a5f", .35)
    cone = gradient([(0, "#fff6c8aa"), (1, "#fff6c800")])
    out += path("M196 0L120 330H330L224 0z", cone) + path("M444 0L520 330H310L416 0z", cone)

    def mask(face, sad):
        d = "M-92 -96C-60 -108 60 -108 92 -96C104 -30 92 60 40 104C20 120 -20 120 -40 104C-92 60 -104 -30 -92 -96z"
        hi, mid, lo = (light(face, .5), face, dark(face, .28))
        g = group(path(d, "#2a1a2e", .2), (8, 12)) + path(d, gradient((hi, mid, lo), .1, 0, .8, 1)) + path("M-84 -88C-60 -96 -30 -99 0 -99C-40 -92 -66 -80 -74 -50C-82 -20 -74 20 -60 48C-84 14 -94 -40 -84 -88z", "#fff", .45)
        if sad:
            g += path("M-66 -34Q-40 -58 -16 -32Q-40 -20 -66 -34zM66 -34Q40 -58 16 -32Q40 -20 66 -34z", "#2f1d3a") + stroke("M-70 -52Q-46 -76 -20 -66M70 -52Q46 -76 20 -66", dark(face, .55), 8) + path("M-46 74Q0 16 46 74Q0 46 -46 74z", "#2f1d3a") + path("M-42 -14C-34 4 -32 10 -36 18C-40 26 -50 24 -51 16C-52 8 -46 0 -42 -14z", "#7fc9ee")
        else:
            g += path("M-66 -30Q-42 -62 -18 -30Q-42 -44 -66 -30zM66 -30Q42 -62 18 -30Q42 -44 66 -30z", "#2f1d3a") + stroke("M-68 -60Q-42 -84 -18 -66M68 -60Q42 -84 18 -66", dark(face, .5), 8) + path("M-60 20Q0 48 60 20Q46 84 0 84T-60 20z", "#2f1d3a") + path("M-48 30Q0 52 48 30Q46 42 40 50Q0 58 -40 50Q-46 42 -48 30z", "#fff") + ellipse(-54, 8, 15, 10, CORAL, .55) + ellipse(54, 8, 15, 10, CORAL, .55)
        return g + path("M-6 -24Q-14 6 -10 12Q0 20 10 12Q14 6 6 -24z", dark(face, .3), .5)

    out += stroke("M484 128C540 150 512 214 560 240", CORAL, 12) + stroke("M156 110C110 130 136 190 92 214", CORAL, 12)
    out += group(mask("#b48ad8", True), (404, 214), 13, .98) + group(mask("#f6c453", False), (248, 190), -10, 1.1)
    # curtain
    for f in (lambda s: s, flip):
        out += f(path("M0 0H150C140 70 110 130 70 176C90 240 84 320 92 400H0z", gradient(("#b03a5b", "#7c2148"), 0, 0, 1, .3)) + path("M30 0C34 70 26 120 16 170C30 240 26 320 28 400H50C48 320 54 240 38 172C60 120 68 70 64 0zM100 0C92 60 76 110 52 160L64 170C92 126 118 70 126 0z", "#5c1538", .55) + path("M0 164C26 180 52 184 78 170L74 188C50 200 24 196 0 182z", GOLD) + circle(74, 180, 9, GOLD_LIGHT))
    val = "M0 0H640V36"
    for _ in range(8):
        val += "q-40 46 -80 0"
    return out + path(val + "z", "#8e2a4e") + stroke("M640 36" + "q-40 46 -80 0" * 8, GOLD, 6) + sparkle(320, 76, 16) + sparkle(334, 318, 14)


def music():
    out = shadow(320, 346, 150, 18)
    # guitar
    g = path("M-11 -190H11L13 -30H-13z", gradient(("#7a4a2e", "#54301c"), 0, 0, 1, 0)) + path("M-20 -248C-10 -256 10 -256 20 -248L14 -186H-14z", "#54301c") + "".join(rect(s * 22 - 6, -240 + i * 18, 12, 9, STEEL, 4) for i in range(3) for s in (-1, 1))
    body = "M0 -70C34 -74 66 -56 64 -18C62 4 52 14 56 36C62 62 96 70 96 122C96 172 52 196 0 196S-96 172 -96 122C-96 70 -62 62 -56 36C-52 14 -62 4 -64 -18C-66 -56 -34 -74 0 -70z"
    g = group(path(body, "#2a1a2e", .22), (9, 12)) + path(body, "#7c3d18") + group(path(body, gradient(("#ffcf7f", "#e9973f", "#b9631f"), .1, 0, .8, 1)), (0, 6), None, .91) + path("M-70 90C-84 120 -74 156 -46 172C-60 146 -64 116 -50 84z", "#fff", .35) + g
    g += circle(0, 66, 39, "#7c3d18") + ring(0, 66, 36, GOLD_LIGHT, 3) + circle(0, 66, 31, "#3a1c10") + rect(-38, 136, 76, 15, "#54301c", 5) + path("M40 80C64 84 76 110 62 132C54 112 44 104 30 104z", "#7c3d18", .8)
    g += "".join(stroke(f"M{-7 + i * 2.8} -246L{-9 + i * 3.6} 140", "#fff4dc", 1.4) for i in range(6)) + "".join(rect(-12, -176 + i * 22, 24, 2.5, "#d9b27c") for i in range(7))
    out += group(g, (300, 216), 18, .8)
    # drum, as in the candombe
    d = shadow(0, 64, 66, 12) + path("M-48 -62H48C62 -30 62 10 40 62H-40C-62 10 -62 -30 -48 -62z", gradient(("#f0705a", CORAL_DARK, "#93281a"), 0, 0, 1, 0)) + path("M-22 -62H20C28 -30 28 10 18 62H-18C-28 10 -30 -30 -22 -62z", GOLD) + path("M-56 -24Q0 -10 56 -24L55 -12Q0 2 -55 -12zM-51 30Q0 44 51 30L47 42Q0 56 -47 42z", "#4a2650") + ellipse(0, -62, 48, 14, "#caa98a") + ellipse(0, -64, 48, 14, "#fff4e0") + stroke("M-48 -58Q0 -34 48 -58", STEEL_DARK, 5)
    out += group(d, (474, 276), 4, 1.02) + group(rect(-5, -60, 10, 120, WOOD_LIGHT, 5) + circle(0, -60, 8, WOOD), (502, 186), 52)

    def note(x, y, s, c, double=False):
        q = ellipse(0, 0, 14, 10.5, c, 1, -20) + stroke("M12 -3V-54", c, 6.5)
        q += ellipse(44, -8, 14, 10.5, c, 1, -20) + stroke("M56 -11V-62", c, 6.5) + path("M9 -58L59 -68V-50L9 -40z", c) if double else path("M9 -58C24 -46 40 -42 32 -20C28 -36 20 -36 9 -38z", c)
        return group(q, (x, y), None, s)

    return out + note(112, 170, 1.15, "#4a2650", True) + note(160, 290, .85, CORAL) + note(478, 120, 1, PAPER) + note(96, 330, .7, PAPER) + sparkle(194, 92, 16) + sparkle(546, 92, 14)


def library():
    out = shadow(320, 344, 220, 18)
    # shelves
    out += rect(150, 34, 350, 306, "#2a1a2e", 10, .16) + rect(140, 28, 360, 312, WOOD_DARK, 10) + rect(152, 40, 336, 288, "#5d3719", 4)
    cols = ("#c95f86", "#5b7fc4", GOLD, "#57a88f", "#8a62b8", CORAL, "#d98b4a", "#3f8aa8", "#f0e2c8")
    k = 0
    for y in (44, 142, 240):
        x = 158
        while x < 470:
            w = 20 + (k * 7 % 13)
            h = 66 + (k * 11 % 20)
            c = cols[(k * 5 + k // 3) % 9]
            if y == 142 and 290 < x < 350:
                x += 70
                k += 1
                continue
            if x + w > 482:
                break
            t = 9 if k % 9 == 6 else 0
            out += rect(x, y + 88 - h, w, h, gradient((light(c, .15), dark(c, .12)), 0, 0, 1, 0), 2.5, 1, t) + ("" if t else rect(x + 3, y + 98 - h, w - 6, 4, PAPER, 1, .8))
            x += w + 2 + (14 if t else 0)
            k += 1
        out += rect(152, y + 88, 336, 10, gradient((WOOD_LIGHT, WOOD)))
    # globe on the middle shelf
    out += circle(318, 186, 26, gradient(("#8fd0ec", "#3f8fc0"), 0, 0, 1, 1)) + path("M300 172C312 164 322 172 316 180S300 188 298 184zM322 190C332 182 342 188 338 200S320 204 318 198z", LEAF_LIGHT) + stroke("M304 160A30 30 0 1 0 344 200", GOLD_DARK, 4) + rect(306, 218, 26, 11, GOLD_DARK, 4)
    # open book and lamp in front
    b = shadow(0, 38, 110, 14) + path("M0 22C-40 6 -84 8 -110 18V-44C-84 -54 -40 -54 0 -38C40 -54 84 -54 110 -44V18C84 8 40 6 0 22z", "#7a4bb0") + path("M0 12C-36 -2 -76 -2 -100 6V-52C-76 -60 -36 -58 0 -44C36 -58 76 -60 100 -52V6C76 -2 36 -2 0 12z", gradient(("#fffdf8", "#efe4d2"))) + stroke("M0 -44V12", "#cbb89a", 3) + "".join(stroke(f"M-84 {y}Q-46 {y - 6} -16 {y + 6}M84 {y}Q46 {y - 6} 16 {y + 6}", "#c9bda6", 3.5) for y in (-38, -24, -10)) + path("M60 -54L76 -56V-8L68 -16L60 -7z", CORAL)
    out += group(b, (300, 320), None, 1.06)
    lamp = shadow(0, 0, 44, 9) + rect(-32, -10, 64, 12, GOLD_DARK, 6) + rect(-4, -104, 8, 98, GOLD_DARK) + path("M-70 -100L-96 30H96L70 -100z", gradient([(0, "#fff3b066"), (1, "#fff3b000")])) + path("M-58 -100C-52 -142 52 -142 58 -100z", gradient(("#57a88f", "#2c6e5b"))) + rect(-60, -104, 120, 9, GOLD, 4)
    return out + group(lamp, (490, 344)) + group(leaf(0, 0, 70, -26) + leaf(0, 0, 76, 6, LEAF_LIGHT) + leaf(0, 0, 62, 38) + path("M-26 -6H26L20 42H-20z", CORAL), (104, 300))


PICTURES = {
    "cinema": ("leisure", cinema), "bowling": ("leisure", bowling), "party": ("leisure", party), "games": ("leisure", games),
    "museum": ("culture", museum), "theatre": ("culture", theatre), "music": ("culture", music), "library": ("culture", library),
}
