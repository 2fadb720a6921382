# SPDX-License-Identifier: GPL-3.0-or-later
"""Shops."""
from draw import *


def clothes():
    out = shadow(320, 346, 190, 16)
    # rail
    out += rect(132, 62, 376, 10, gradient(("#56646f", "#2f3b45")), 5) + rect(150, 62, 9, 274, "#3d4a55", 4) + rect(481, 62, 9, 274, "#3d4a55", 4) + rect(118, 332, 74, 10, INK, 5) + rect(448, 332, 74, 10, INK, 5) + circle(132, 67, 9, GOLD) + circle(508, 67, 9, GOLD)

    def hook(x):
        return stroke(f"M{x} 96V86C{x} 78 {x + 12} 78 {x + 10} 68C{x + 8} 60 {x - 6} 60 {x - 6} 68", STEEL_DARK, 4) + stroke(f"M{x - 44} 116L{x} 96L{x + 44} 116", WOOD, 8)

    # coat
    out += hook(218) + path("M190 108L218 122L246 108C262 112 268 124 272 146L280 250L258 254L252 190V302H184V190L178 254L156 250L164 146C168 124 174 112 190 108z", gradient(("#57a9c9", "#33809f"), 0, 0, 1, .2)) + path("M190 108L218 122L246 108L252 130L232 152L218 128L204 152L184 130z", "#2a6b87") + stroke("M218 128V302", "#2a6b87", 3) + "".join(circle(226, y, 4, GOLD) for y in (176, 210, 244)) + rect(190, 236, 22, 5, "#2a6b87", 2) + rect(232, 262, 16, 5, "#2a6b87", 2)
    # dress
    out += hook(320) + path("M296 108C304 124 336 124 344 108L356 112C356 140 348 156 346 176C360 220 384 266 392 306Q320 330 248 306C256 266 280 220 294 176C292 156 284 140 284 112z", gradient(("#f08fb8", "#d9578f", "#b03a70"), 0, 0, 1, .3)) + path("M294 176H346L349 188Q320 198 291 188z", CORAL) + path("M300 196C294 240 282 284 276 312Q290 316 306 317C306 280 308 240 312 198zM332 198C340 240 346 284 350 314Q362 312 372 310C362 270 348 232 340 196z", "#9a2f60", .5) + "".join(circle(x, y, 5, "#fff", .85) for x, y in ((306, 140), (334, 146), (318, 162), (290, 232), (326, 226), (352, 252), (270, 276), (312, 268), (334, 298), (376, 290), (294, 304)))
    # shirt
    out += hook(424) + path("M396 108L424 124L452 108C466 112 478 130 488 166L464 180L456 162V270H392V162L384 180L360 166C370 130 382 112 396 108z", gradient(("#fffdf8", "#ded7cb"), 0, 0, 1, .2)) + "".join(rect(392, y, 64, 12, "#5c7fc0") for y in (150, 178, 206, 234)) + path("M404 112Q424 140 444 112L452 108L440 104H408L396 108z", "#5c7fc0")
    # hat on the rail's end and a bag
    b = shadow(0, 52, 46, 9) + stroke("M-20 -34C-20 -70 20 -70 20 -34", "#7a5a12", 6) + path("M-42 -34H42L48 52H-48z", gradient((GOLD_LIGHT, GOLD, GOLD_DARK), 0, 0, 1, 0)) + path("M0 22C-20 8 -24 -2 -17 -10C-10 -17 -3 -12 0 -5C3 -12 10 -17 17 -10C24 -2 20 8 0 22z", PAPER)
    out += group(b, (564, 296), None, .9)
    t = shadow(0, 40, 56, 9) + rect(-48, 20, 96, 20, "#4a86a8", 8) + rect(-44, 0, 90, 22, PAPER, 8) + rect(-50, -20, 98, 22, "#c05a7a", 8) + rect(-44, -14, 30, 5, "#fff", 2, .5)
    return out + group(t, (84, 302), None, .9)


def books():
    out = shadow(320, 340, 190, 20)
    for x, y, w, h, c, t in ((176, 296, 288, 42, "#3f7fa8", 0), (196, 256, 256, 40, "#c95f5f", 0), (182, 218, 262, 38, "#4f9e7c", 0)):
        out += path(f"M{x} {y}H{x + w - 12}V{y + h}H{x}Q{x - 16} {y + h / 2} {x} {y}z", dark(c, .15)) + path(f"M{x + 6} {y + 6}H{x + w - 4}Q{x + w - 14} {y + h / 2} {x + w - 4} {y + h - 6}H{x + 6}Q{x - 4} {y + h / 2} {x + 6} {y + 6}z", "#fff8e8") + stroke(f"M{x + 30} {y + h * .38:.0f}H{x + w - 9}M{x + 30} {y + h * .62:.0f}H{x + w - 9}", "#dccdb0", 2.5) + path(f"M{x} {y}H{x + w}V{y + 6}H{x + 6}Q{x - 6} {y + h / 2} {x + 6} {y + h - 6}H{x + w}V{y + h}H{x}Q{x - 16} {y + h / 2} {x} {y}z", gradient((light(c, .2), c)))
    # open book
    b = path("M0 24C-46 2 -100 2 -146 18V-86C-100 -100 -46 -100 0 -76C46 -100 100 -100 146 -86V18C100 2 46 2 0 24z", "#7a4a9e") + path("M0 12C-44 -8 -96 -8 -136 4V-96C-96 -108 -44 -106 0 -84z", gradient(("#efe4d0", "#fffdf8"), 1, 0, 0, 0)) + path("M0 12C44 -8 96 -8 136 4V-96C96 -108 44 -106 0 -84z", gradient(("#e9dcc4", "#fffdf8"), 0, 0, .6, 0)) + "".join(stroke(f"M-116 {y}Q-64 {y - 10} -22 {y + 8}", "#cdbf9f", 4) for y in (-74, -56, -38, -20)) + "".join(stroke(f"M116 {y}Q64 {y - 10} 22 {y + 8}", "#cdbf9f", 4) for y in (-38, -20)) + path("M34 -82Q70 -94 112 -84V-54Q70 -64 34 -50z", "#9ad0e4") + path("M34 -54L56 -74L72 -60L88 -74L112 -54Q70 -64 34 -50z", LEAF) + path("M-70 -103L-52 -104V-40L-62 -48L-70 -38z", CORAL)
    out += group(b, (318, 200))
    # what rises from the pages
    for x, y, r, c in ((320, 84, 8, CORAL), (286, 62, 5, PAPER), (360, 54, 6, GOLD), (250, 88, 4, GOLD_DARK), (396, 82, 5, PAPER)):
        out += circle(x, y, r, c)
    out += sparkle(320, 46, 18) + sparkle(224, 58, 13) + sparkle(424, 52, 14)
    # glasses and a cup
    g = ring(-26, 0, 20, INK, 6) + ring(26, 0, 20, INK, 6) + stroke("M-7 -4Q0 -10 7 -4M-46 -4L-60 -14M46 -4L60 -14", INK, 5) + circle(-26, 0, 17, "#fff", .4) + circle(26, 0, 17, "#fff", .4)
    out += group(g, (546, 326), -6, .92)
    c = shadow(0, 50, 50, 9) + stroke("M34 -10C62 -16 62 28 30 26", "#b8452f", 9) + path("M-38 -28H38V30C38 44 28 50 18 50H-18C-28 50 -38 44 -38 30z", gradient((CORAL_LIGHT, CORAL, CORAL_DARK), 0, 0, 1, 0)) + ellipse(0, -28, 38, 9, "#ffd9cd") + ellipse(0, -27, 31, 6, "#5a3320") + steam(-10, -46, 38, w=5) + steam(12, -44, 44, w=5)
    return out + group(c, (106, 290))


def bloom(x, y, r, c, heart="#f4bd41", petals=8):
    out = "".join(ellipse(*polar(0, 0, 58, i * 360 / petals), 28, 46, c if i % 2 else light(c, .22), turn=i * 360 / petals) for i in range(petals))
    return stamp(out + circle(0, 0, 34, heart) + circle(-8, -8, 20, light(heart, .35)), x, y, 0, r / 100)


def rose(x, y, r, c):
    return (circle(x, y + 2, r, dark(c, .25)) + circle(x, y, r * .96, c) + path(f"M{n(x - r * .9)} {n(y)}A{n(r * .9)} {n(r * .9)} 0 0 1 {n(x + r * .5)} {n(y - r * .75)}Q{n(x - r * .3)} {n(y - r * .5)} {n(x - r * .9)} {n(y)}z", light(c, .3))
            + stroke(f"M{n(x - r * .15)} {n(y)}A{n(r * .2)} {n(r * .2)} 0 1 1 {n(x + r * .22)} {n(y + r * .1)}A{n(r * .4)} {n(r * .4)} 0 0 1 {n(x - r * .45)} {n(y + r * .1)}A{n(r * .55)} {n(r * .55)} 0 0 1 {n(x + r * .5)} {n(y - r * .3)}", dark(c, .3), r * .13))


def flowers():
    out = shadow(320, 346, 130, 16)
    for x, y, s, t, c in ((250, 220, 120, -52, LEAF), (392, 220, 120, 52, LEAF_DARK), (240, 180, 110, -30, LEAF_LIGHT), (400, 180, 110, 32, LEAF), (300, 150, 110, -8, LEAF), (348, 150, 104, 12, LEAF_DARK), (246, 230, 96, -86, LEAF_DARK), (396, 230, 96, 86, LEAF)):
        out += leaf(x, y, s, t, c)
    out += path("M216 230Q250 300 320 306T424 230L400 190H240z", LEAF_DARK)
    out += stroke("M214 250Q180 190 170 112M426 250Q462 186 474 112", LEAF_DARK, 4) + "".join(circle(x, y, 8, "#c9a8ee") for x, y in ((170, 108), (160, 126), (180, 130), (166, 148), (186, 154), (474, 108), (484, 128), (464, 130), (478, 150), (460, 156)))
    out += bloom(232, 140, 42, "#e987b5") + bloom(410, 142, 42, "#a884dc", "#ffe08a") + bloom(322, 84, 44, "#fffdf8", GOLD)
    out += rose(278, 176, 38, CORAL) + rose(366, 178, 38, "#f2b23c") + bloom(322, 206, 42, "#f5a3c4") + rose(228, 214, 29, "#f2b23c") + rose(416, 216, 29, CORAL) + bloom(282, 112, 26, "#8fb4ee", "#fff3c4", 6) + bloom(372, 106, 26, "#8fb4ee", "#fff3c4", 6)
    # paper and bow
    out += path("M196 214L296 300H344L446 214L466 236L384 344H256L174 236z", "#d9b98c") + path("M196 214Q262 250 300 300L256 344L174 236z", gradient(("#f7e6c8", "#e0c291"), 0, 0, 1, 1)) + path("M446 214Q380 250 340 300L384 344L466 236z", gradient(("#eed7ae", "#d3b17d"), 1, 0, 0, 1)) + path("M300 296L256 344H384L340 296Q320 286 300 296z", "#e9d0a2")
    out += path("M320 296C290 268 258 270 262 290C264 308 296 310 320 300C344 310 376 308 378 290C382 270 350 268 320 296z", CORAL) + path("M312 302L286 350L304 346L312 358L322 308zM328 302L354 350L336 346L328 358L318 308z", CORAL_DARK) + circle(320, 299, 13, CORAL_LIGHT) + path("M276 284C284 280 298 286 308 294C294 294 278 294 276 284zM364 284C356 280 342 286 332 294C346 294 362 294 364 284z", CORAL_DARK, .6)
    # pot at the side
    p = shadow(0, 46, 44, 8) + "".join(leaf(0, -10, 66, t, c) for t, c in ((-34, LEAF), (30, LEAF_DARK), (-4, LEAF_LIGHT))) + bloom(0, -66, 26, "#fffdf8", GOLD) + path("M-34 -10H34L26 46H-26z", gradient(("#7fb4c9", "#4d8ba4"), 0, 0, 1, 0)) + rect(-38, -16, 76, 14, "#4d8ba4", 5)
    return out + group(p, (110, 292)) + group(p, (538, 300), None, .82)


def shoes():
    out = shadow(320, 320, 210, 24)

    def shoe(c, cd, cl):
        s = path("M-204 60C-212 84 -204 100 -180 100H170C206 100 216 84 208 64z", "#f4efe6") + path("M-205 76C-208 92 -200 100 -180 100H170C200 100 212 90 210 76z", "#d6cdbd") + "".join(stroke(f"M{x} 84V96", "#b9ae9a", 4) for x in range(-180, 200, 16))
        s += path("M-196 -78C-172 -92 -134 -92 -120 -78C-104 -58 -60 -60 -44 -84C-36 -96 -20 -100 -8 -90C30 -56 66 -14 112 2C152 14 198 20 206 58C208 66 204 70 196 70H-190C-204 70 -208 60 -206 48C-202 10 -206 -30 -204 -62C-204 -70 -202 -74 -196 -78z", gradient((cl, c, cd), .1, 0, .4, 1))
        s += path("M112 2C152 14 198 20 206 58C208 66 204 70 196 70H92C92 40 98 20 112 2z", "#fff7ea") + path("M124 6C152 16 184 24 196 50C170 34 148 30 116 28C118 20 120 12 124 6z", "#fff") + path("M-205 -40C-180 -34 -150 -20 -142 20C-138 44 -140 58 -146 70H-190C-204 70 -208 60 -206 48C-202 20 -204 -10 -205 -40z", cd)
        s += path("M-130 62C-70 62 -20 40 14 0C4 -10 -4 -20 -12 -28C-40 14 -84 38 -134 44z", PAPER) + path("M-44 -84C-36 -96 -20 -100 -8 -90C-2 -86 4 -80 10 -74C-6 -60 -26 -58 -44 -58C-58 -58 -52 -74 -44 -84z", cl)
        s += "".join(stroke(f"M{-14 + i * 26} {-66 + i * 25}L{14 + i * 25} {-88 + i * 27}", PAPER, 9) + circle(-16 + i * 26, -64 + i * 25, 5, INK, .6) for i in range(4)) + stroke("M-196 -78C-172 -92 -134 -92 -120 -78C-104 -58 -60 -60 -44 -84", cd, 8) + path("M-206 -62C-214 -84 -206 -100 -190 -98L-180 -82C-190 -80 -198 -72 -206 -62z", CORAL)
        return s

    out += group(shoe("#7fa7c4", "#55809e", "#b5d3e6"), (424, 150), -12, .62)
    out += group(shoe("#2f9fb4", "#1d7084", "#7fd8e6"), (300, 224), None, .96)
    box = rect(-60, -34, 120, 70, gradient(("#d79a5e", "#b47a40")), 5) + rect(-66, -46, 132, 22, "#8e5729", 5) + rect(-20, -6, 40, 20, PAPER, 4)
    out += group(shadow(0, 36, 70, 10) + box, (530, 296), None, .84)
    return out + sparkle(150, 96, 18) + sparkle(520, 96, 20) + stroke("M70 250H104M56 276H98M74 302H104", "#fff", 7, .7)


def gift():
    out = shadow(320, 340, 190, 20)

    def box(w, h, c, rib, cd):
        g = rect(-w / 2, -h, w, h, gradient((light(c, .15), c, cd), 0, 0, 1, .2), 6) + rect(-w / 2, -h, w, 20, dark(c, .3), 0, .35) + rect(-w * .11, -h, w * .22, h, gradient((light(rib, .2), rib, dark(rib, .15)), 0, 0, 1, 0)) + rect(-w / 2 - 12, -h - 34, w + 24, 44, gradient((light(c, .3), c)), 7) + rect(-w * .11, -h - 34, w * .22, 44, gradient((light(rib, .3), rib), 0, 0, 1, 0))
        y = -h - 34
        k = w / 200
        bow = f'<g transform="translate(0 {n(y)}) scale({k:.3g})">' + path("M0 0C-40 -70 -110 -70 -104 -24C-100 8 -40 10 0 0z", rib) + path("M0 0C40 -70 110 -70 104 -24C100 8 40 10 0 0z", dark(rib, .12)) + path("M-10 -6C-34 -44 -80 -48 -80 -24C-78 -8 -40 -4 -10 -6z", dark(rib, .35)) + path("M10 -6C34 -44 80 -48 80 -24C78 -8 40 -4 10 -6z", dark(rib, .4)) + path("M-8 0L-52 46L-30 44L-22 60L8 6zM8 0L52 46L30 44L22 60L-8 6z", dark(rib, .1)) + rect(-19, -20, 38, 32, light(rib, .25), 12) + "</g>"
        return g + bow

    out += group(box(150, 128, "#5aa5d6", PAPER, "#2f75a6"), (184, 330), -2) + group(box(136, 96, "#8f76d0", GOLD, "#6148a6"), (478, 332), 2)
    out += group(box(196, 168, "#ffd35c", CORAL, "#e0a127"), (330, 340))
    out += group(path("M-4 0L40 -30L76 22L32 52z", PAPER) + circle(40, -14, 5, GOLD_DARK) + stroke("M28 16L52 0M38 30L58 16", "#d9cdb6", 5), (396, 236), -6)
    for i in range(22):
        x, y = 76 + (i * 113 % 500), 34 + (i * 67 % 150)
        if 190 < x < 440 and y > 70:
            continue
        out += rect(x, y, 14, 7, (CORAL, PAPER, "#5aa5d6", "#8f76d0", "#57b88f")[i % 5], 2, .95, i * 53)
    return out + sparkle(196, 90, 18) + sparkle(470, 130, 16) + sparkle(320, 36, 14)


def market():
    out = shadow(320, 342, 190, 20)
    # what is in the basket
    out += group(rect(-27, -210, 54, 220, gradient(("#f6c06a", "#dd9238", "#b9701f"), 0, 0, 1, 0), 26) + "".join(path(f"M-18 {-180 + i * 42}Q8 {-200 + i * 42} 18 {-192 + i * 42}Q2 {-180 + i * 42} -10 {-164 + i * 42}z", "#ffe3ae") for i in range(4)), (414, 262), 18)
    out += "".join(leaf(236 + i * 9, 214, 118 - abs(i - 2) * 12, -34 + i * 17, (LEAF, LEAF_LIGHT, LEAF_DARK, LEAF, LEAF_LIGHT)[i]) for i in range(5))
    out += rect(292, 92, 66, 130, gradient(("#ffffff", "#dfe9ef", "#b6c8d4"), 0, 0, 1, 0), 10) + path("M292 108L310 70H340L358 108z", gradient(("#f4f8fa", "#c6d5de"), 0, 0, 1, 0)) + rect(308, 58, 34, 16, "#4a94c4", 4) + rect(292, 136, 66, 44, "#4a94c4") + circle(325, 158, 14, PAPER)
    out += "".join(group(path("M0 30C-18 -10 -20 -50 -10 -60H10C20 -50 18 -10 0 30z", gradient(("#ffb055", "#ee7a25", "#c75c12"), 0, 0, 1, 0)) + stroke("M-8 -34H2M-4 -14H7M-6 -48H0", "#c75c12", 3.5) + leaf(0, -58, 44, -22, LEAF) + leaf(0, -58, 46, 16, LEAF_LIGHT), (x, 206), t) for x, t in ((372, 4), (398, 14)))
    out += circle(236, 218, 42, gradient((CORAL_LIGHT, CORAL, CORAL_DARK), .1, 0, .8, 1)) + stroke("M236 180q2 -10 8 -14", WOOD_DARK, 5) + leaf(240, 178, 26, 70) + ellipse(220, 202, 8, 13, "#fff", .5, 24)
    out += circle(306, 226, 38, gradient(("#ffc05a", "#f29a2e", "#d47c17"), .1, 0, .8, 1)) + "".join(circle(x, y, 1.8, "#d47c17") for x, y in ((296, 214), (312, 208), (322, 222), (300, 228))) + leaf(308, 190, 24, 60)
    out += "".join(circle(x, y, 13, gradient(("#b58ae0", "#7a4bb0"), 0, 0, 1, 1)) + circle(x - 4, y - 4, 3.4, "#fff", .6) for x, y in ((392, 214), (416, 212), (380, 234), (404, 234), (428, 232)))
    # basket
    body = "M150 236H490L462 324C460 334 452 340 442 340H198C188 340 180 334 178 324z"
    out += path(body, "#b9793a") + clipped(path(body, "#000"), "".join("".join(rect(134 + i * 46 + (23 if row % 2 else 0), 252 + row * 24, 43, 21, "#d99d57" if row % 2 else "#c98945", 9) for i in range(9)) for row in range(4)))
    out += rect(138, 226, 364, 26, "#8e5729", 13) + rect(142, 228, 356, 20, gradient(("#e0a765", "#c08343")), 10) + "".join(stroke(f"M{160 + i * 30} 232l10 12", "#8e5729", 4, .6) for i in range(12))
    out += path("M208 250H276L284 300L246 324L204 302z", CORAL) + path("M208 250H276L278 264H207z", CORAL_LIGHT) + "".join(circle(x, y, 5, PAPER, .85) for x, y in ((226, 280), (248, 292), (264, 278), (238, 304)))
    # melon and cheese
    m = shadow(0, 44, 66, 10) + path("M-66 0A66 56 0 0 0 66 0z", "#2f7a3c") + path("M-60 0A60 49 0 0 0 60 0z", "#dff0c4") + path("M-54 0A54 42 0 0 0 54 0z", gradient(("#ff7f6e", "#e8503f"))) + "".join(ellipse(x, y, 3, 5.5, INK, 1, t) for x, y, t in ((-32, 10, 10), (-12, 16, 0), (10, 12, -10), (30, 10, 10), (0, 30, 0), (-20, 28, 12), (22, 26, -12)))
    return out + group(m, (98, 300), -8) + group(shadow(0, 34, 56, 9) + path("M-52 34V4L40 -34Q54 -20 54 4V34z", gradient((GOLD_LIGHT, GOLD))) + path("M-52 4L40 -34Q54 -20 54 4z", "#ffe9ae") + circle(-20, 20, 7, GOLD_DARK) + circle(10, 16, 5, GOLD_DARK) + circle(32, 24, 6, GOLD_DARK), (548, 306))


def home():
    out = shadow(310, 342, 200, 20)
    # wall picture and window
    out += rect(132, 54, 104, 84, "#8e5729", 6) + rect(138, 60, 92, 72, "#fdf3dd", 3) + path("M138 120L166 88L186 108L204 92L230 122V132H138z", "#6fb0c4") + circle(208, 80, 9, CORAL)
    # lamp
    out += path("M452 66L380 300H572L520 66z", gradient([(0, "#fff8d0aa"), (1, "#fff8d000")])) + rect(482, 106, 8, 222, INK) + ellipse(486, 332, 42, 9, INK) + path("M452 60H520L544 124H428z", gradient(("#fff3cf", "#f4d48a"))) + rect(426, 120, 120, 8, GOLD_DARK, 4)
    # armchair
    c, cd, cl = "#3f9a8f", "#276a62", "#86d3c8"
    out += path("M206 316L196 346H208L222 316zM404 316L414 346H402L388 316z", WOOD_DARK)
    out += path("M206 246V150C206 112 232 96 306 96S404 112 404 150V246z", gradient((cl, c, cd), .1, 0, .6, 1)) + path("M222 150C222 124 240 110 290 108C250 116 238 132 236 168L234 236H222z", "#fff", .35) + "".join(circle(x, y, 5, cd) for x, y in ((262, 150), (306, 142), (350, 150), (284, 188), (328, 188)))
    out += rect(222, 228, 168, 54, cd, 20) + rect(222, 224, 168, 46, gradient((cl, c)), 20) + path("M190 322V262H420V322z", gradient((c, cd))) + path("M164 236C164 206 222 206 222 236V322H180C168 322 164 314 164 304z", gradient((cl, c, cd), 0, 0, 1, 0)) + path("M388 236C388 206 446 206 446 236V304C446 314 442 322 430 322H388z", gradient((cl, c, cd), 0, 0, 1, 0)) + ellipse(193, 232, 26, 17, light(c, .35)) + ellipse(417, 232, 26, 17, light(c, .35))
    out += group(rect(-40, -36, 80, 72, gradient((CORAL_LIGHT, CORAL, CORAL_DARK), 0, 0, 1, 1), 16) + stroke("M-24 -16Q0 -26 24 -16M-26 4Q0 -6 26 4M-24 22Q0 12 24 22", PAPER, 5, .8), (318, 204), -12)
    # plant and table
    out += shadow(104, 342, 48, 9) + "".join(leaf(104, 270, s, t, k) for s, t, k in ((120, -30, LEAF), (132, -4, LEAF_LIGHT), (118, 26, LEAF_DARK), (90, -58, LEAF_DARK), (92, 54, LEAF))) + path("M68 264H140L130 342H78z", gradient(("#fffdf8", "#ded3c0"), 0, 0, 1, 0)) + path("M70 280H138L136 296H72z", GOLD)
    return out + group(shadow(0, 40, 54, 9) + "".join(stroke(f"M{x} 4L{x * 1.3:.0f} 40", WOOD_DARK, 6) for x in (-26, 26)) + ellipse(0, 2, 54, 10, WOOD) + ellipse(0, -2, 54, 10, WOOD_LIGHT) + rect(-28, -18, 40, 10, "#c95f86", 3) + rect(-24, -27, 38, 9, "#4a86c6", 3), (566, 304), None, .92)


def toys():
    out = shadow(300, 344, 190, 18)
    b, bd, bl = "#c58a52", "#96612f", "#e2b17c"
    # teddy
    out += ellipse(224, 326, 44, 30, bd, 1, -20) + ellipse(372, 326, 44, 30, bd, 1, 20) + ellipse(206, 230, 30, 56, bd, 1, 34) + ellipse(392, 230, 30, 56, bd, 1, -34)
    out += ellipse(298, 262, 84, 86, gradient((bl, b, bd), .1, 0, .7, 1)) + ellipse(298, 274, 52, 56, "#f3d6ae")
    out += circle(230, 74, 34, bd) + circle(368, 74, 34, bd) + circle(231, 76, 20, "#f3d6ae") + circle(367, 76, 20, "#f3d6ae") + ellipse(298, 128, 92, 80, gradient((bl, b), .1, 0, .7, 1)) + ellipse(298, 154, 44, 36, "#f7e2c2") + circle(260, 118, 10, INK) + circle(336, 118, 10, INK) + circle(257, 114, 3.4, "#fff") + circle(333, 114, 3.4, "#fff") + ellipse(298, 138, 15, 10, INK) + ellipse(294, 135, 5, 3, "#fff", .5) + stroke("M298 148V160M298 160Q284 174 272 164M298 160Q312 174 324 164", INK, 4.5) + ellipse(234, 148, 14, 9, CORAL, .4) + ellipse(362, 148, 14, 9, CORAL, .4)
    out += ellipse(216, 330, 27, 20, "#f3d6ae", 1, -20) + ellipse(380, 330, 27, 20, "#f3d6ae", 1, 20)
    out += path("M298 206C270 184 236 186 240 204C242 222 274 222 298 212C322 222 354 222 356 204C360 186 326 184 298 206z", CORAL) + circle(298, 208, 12, CORAL_DARK)
    # rocket
    r = path("M-44 60C-60 84 -56 104 -52 118L-20 96zM44 60C60 84 56 104 52 118L20 96z", CORAL_DARK) + path("M0 -120C36 -84 46 -30 40 40C38 66 30 86 22 98H-22C-30 86 -38 66 -40 40C-46 -30 -36 -84 0 -120z", gradient(("#ffffff", "#e3ecf2", "#b4c6d2"), 0, 0, 1, 0)) + path("M0 -120C16 -104 27 -84 33 -60H-33C-27 -84 -16 -104 0 -120z", CORAL) + circle(0, -18, 22, "#3f7fa8") + circle(0, -18, 15, gradient(("#c6ecfa", "#6fb8dc"), 0, 0, 1, 1)) + rect(-40, 46, 80, 12, GOLD) + path("M-16 98H16L24 110H-24z", INK) + path("M-18 110C-22 136 -8 146 0 166C8 146 22 136 18 110z", GOLD) + path("M-9 110C-10 126 -3 132 0 146C3 132 10 126 9 110z", "#fff3b0")
    out += group(r, (498, 176), 14, .9)
    # blocks and a ball
    for x, y, c, t in ((98, 318, "#5aa8e6", 0), (150, 322, "#62b878", 6), (122, 266, GOLD, -8)):
        out += group(rect(-27, -27, 54, 54, gradient((light(c, .25), c, dark(c, .2)), 0, 0, 1, 1), 9) + rect(-17, -17, 34, 34, "#fff", 5, .35), (x, y), t)
    x, y = 456, 324
    out += shadow(x, y + 30, 36, 8) + circle(x, y, 32, PAPER) + clipped(circle(x, y, 32, "#000"), path(f"M{x} {y}L{x - 40} {y - 30}L{x - 10} {y - 50}zM{x} {y}L{x + 20} {y - 50}L{x + 50} {y - 10}z", CORAL) + path(f"M{x} {y}L{x + 50} {y + 20}L{x + 10} {y + 50}zM{x} {y}L{x - 20} {y + 50}L{x - 50} {y + 10}z", "#5aa8e6")) + circle(x, y, 7, GOLD) + ellipse(x - 12, y - 16, 8, 5, "#fff", .8, -30)
    return out + sparkle(170, 80, 15) + sparkle(430, 60, 13) + sparkle(566, 108, 12)


def electronics():
    out = shadow(310, 322, 220, 20)
    # laptop
    out += rect(160, 82, 300, 202, "#2b333a", 14) + rect(164, 84, 292, 196, "#3c4750", 12) + rect(174, 94, 272, 176, gradient(("#5b7fe0", "#8f6fd8", "#f08a7c"), 0, 0, 1, 1), 4) + path("M174 230C220 196 250 196 290 222S370 250 446 196V266Q446 270 442 270H178Q174 270 174 266z", "#fff", .22) + path("M174 250C230 226 270 240 320 250S410 250 446 232V266Q446 270 442 270H178Q174 270 174 266z", "#fff", .3)
    out += rect(196, 112, 112, 74, "#fff", 8, .9) + stroke("M208 168L228 146L246 156L272 126L292 138", CORAL, 6) + rect(322, 112, 104, 34, "#fff", 8, .55) + rect(322, 154, 104, 32, "#fff", 8, .35) + circle(340, 129, 9, GOLD)
    out += path("M130 284H490L512 312Q514 322 502 322H118Q106 322 108 312z", gradient(("#e6ecf1", "#b3c0ca", "#8d9ca8"))) + path("M270 284H350L346 294H274z", "#8d9ca8") + path("M108 312H512Q514 322 502 322H118Q106 322 108 312z", "#7a8995")
    # phone
    p = shadow(0, 4, 50, 9) + rect(-40, -154, 80, 154, "#20272d", 15) + rect(-34, -146, 68, 138, gradient(("#ffd39a", "#f58f78", "#8a62c8"), 0, 0, .4, 1), 9) + rect(-13, -142, 26, 7, "#20272d", 3.5) + "".join(rect(-26 + (i % 3) * 19, -122 + (i // 3) * 22, 14, 14, "#fff", 4, .85) for i in range(6)) + rect(-16, -18, 32, 5, "#fff", 2.5, .8)
    out += group(p, (510, 336), 6, .95)
    # headphones
    h = stroke("M-66 26C-76 -76 76 -76 66 26", "#2b333a", 17) + stroke("M-62 -6C-56 -62 56 -62 62 -6", "#5e6c78", 5) + rect(-84, 4, 34, 70, "#20272d", 16) + rect(50, 4, 34, 70, "#20272d", 16) + rect(-68, 0, 30, 78, gradient((CORAL_LIGHT, CORAL, CORAL_DARK), 0, 0, 1, 0), 14) + rect(38, 0, 30, 78, gradient((CORAL_LIGHT, CORAL, CORAL_DARK), 0, 0, 1, 0), 14)
    out += group(shadow(0, 78, 70, 9) + h, (140, 262), -6, .94)
    # watch and camera eye
    w = rect(-17, -70, 34, 140, "#4b5a66", 10) + rect(-30, -34, 60, 68, "#20272d", 18) + rect(-24, -28, 48, 56, "#15203a", 13) + ring(0, 0, 15, CORAL, 5) + stroke("M0 -7V0L6 4", PAPER, 3.5)
    return out + group(w, (324, 338), 78, .62) + sparkle(482, 84, 18) + sparkle(132, 108, 16) + sparkle(550, 142, 11)


def sport():
    out = shadow(300, 336, 200, 20)
    # racket
    r = rect(-11, 96, 22, 130, gradient(("#33414d", "#1d272e"), 0, 0, 1, 0), 9) + "".join(stroke(f"M-10 {150 + i * 16}l20 8", "#6d7f8d", 3) for i in range(5)) + path("M-40 62L-9 116H9L40 62L28 58L0 98L-28 58z", CORAL_DARK) + clipped(ellipse(0, 0, 66, 86, "#000"), ellipse(0, 0, 66, 86, "#fff", .35) + "".join(stroke(f"M{-60 + i * 15} -90V90", "#fff", 2.5, .95) for i in range(9)) + "".join(stroke(f"M-70 {-75 + i * 15}H70", "#fff", 2.5, .95) for i in range(11))) + f'<ellipse cx="0" cy="0" rx="68" ry="88" fill="none" stroke="{CORAL}" stroke-width="13"/>' + f'<ellipse cx="-2" cy="-3" rx="68" ry="88" fill="none" stroke="{CORAL_LIGHT}" stroke-width="3"/>'
    out += group(r, (446, 148), 26)
    # football
    x, y, k = 282, 226, 108
    ball = circle(x, y, k, gradient(("#ffffff", "#f4f4f6", "#b9bfc9"), .15, .05, .8, 1))
    pent = [polar(0, 0, 36, i * 72) for i in range(5)]
    inner = group(poly(pent, INK), (x, y))
    for i in range(5):
        a = polar(x, y, 36, i * 72)
        bpt = polar(x, y, 66, i * 72)
        inner += stroke(f"M{n(a[0])} {n(a[1])}L{n(bpt[0])} {n(bpt[1])}", "#5a6570", 5)
        l_, r_ = polar(x, y, 88, i * 72 - 22), polar(x, y, 88, i * 72 + 22)
        f1, f2 = polar(x, y, 116, i * 72 - 16), polar(x, y, 116, i * 72 + 16)
        inner += poly([bpt, l_, f1, f2, r_], INK) + stroke(f"M{n(r_[0])} {n(r_[1])}L{n(polar(x, y, 84, i * 72 + 50)[0])} {n(polar(x, y, 84, i * 72 + 50)[1])}", "#5a6570", 5)
    out += shadow(x, y + 106, 96, 14) + ball + clipped(circle(x, y, k, "#000"), inner + path(f"M{x + 20} {y + k}A{k} {k} 0 0 0 {x + k} {y - 20}A140 140 0 0 1 {x + 20} {y + k}z", "#2a1a2e", .25)) + ellipse(x - 46, y - 58, 26, 16, "#fff", .85, -38)
    # tennis ball
    def tennis(x, y, r):
        return shadow(x, y + r * .95, r, r * .24) + circle(x, y, r, gradient(("#f0ff9a", "#cfe23f", "#9fb41f"), .1, 0, .8, 1)) + stroke(f"M{x - r * .8:.0f} {y - r * .55:.0f}Q{x} {y} {x - r * .5:.0f} {y + r * .85:.0f}M{x + r * .85:.0f} {y - r * .45:.0f}Q{x + r * .2:.0f} {y} {x + r * .6:.0f} {y + r * .75:.0f}", "#fff", r * .12)
    out += tennis(464, 316, 30) + tennis(526, 330, 24)
    # dumbbell and bottle
    b = shadow(0, 2, 36, 8) + rect(-26, -116, 52, 116, gradient(("#8fdcf0", "#3f9fc0", "#2a7898"), 0, 0, 1, 0), 14) + rect(-26, -76, 52, 26, PAPER) + rect(-21, -136, 42, 24, INK, 7) + rect(-9, -152, 18, 18, CORAL, 5) + rect(-18, -108, 7, 98, "#fff", 3, .5)
    out += group(b, (118, 330), -4)
    m = path("M-20 -70L-8 -10H8L-4 -70zM20 -70L8 -10H-8L4 -70z", CORAL) + circle(0, 10, 26, GOLD_DARK) + circle(0, 8, 25, gradient((GOLD_LIGHT, GOLD, GOLD_DARK), 0, 0, 1, 1)) + ring(0, 8, 17, GOLD_DARK, 2.5) + path("M0 -5L4 4L13 5L6 11L8 20L0 15L-8 20L-6 11L-13 5L-4 4z", "#fff3c4")
    return out + group(m, (146, 118)) + sparkle(232, 76, 18) + sparkle(566, 80, 13)


def bike():
    out = shadow(320, 336, 220, 16)
    for x in (180, 460):
        out += ring(x, 246, 84, "#2b333a", 12) + ring(x, 246, 75, STEEL, 4) + "".join(stroke("M{0} {1}L{2} {3}".format(*(n(v) for v in polar(x, 246, 74, a) + polar(x, 246, 74, a + 180))), "#8b98a4", 2, .8) for a in range(0, 180, 18)) + circle(x, 246, 10, STEEL_DARK)
    f, fd, fl = "#2f9fb4", "#1d7084", "#86dcea"
    out += stroke("M180 246L262 246M180 246L250 142", "#e2e8ec", 9) + stroke("M180 246L250 142M180 246L300 250", fd, 10)
    out += stroke("M300 250L244 124M256 150L416 138M300 250L420 148", fd, 15) + stroke("M300 248L244 122M256 147L416 135M300 247L420 145", f, 11) + stroke("M258 145L412 134", fl, 4) + stroke("M460 246Q428 200 412 110", "#3d4852", 12) + stroke("M456 242Q426 198 411 110", "#6d7d8a", 4)
    out += stroke("M412 112C408 92 404 84 420 80C440 76 462 84 470 98", STEEL_DARK, 10) + stroke("M448 84C464 86 472 98 468 108", CORAL, 13) + stroke("M243 124L238 104", STEEL_DARK, 9) + path("M196 104C196 90 220 90 244 92C262 93 280 96 284 102C276 110 256 108 242 114C222 120 198 118 196 104z", "#6b4326") + path("M202 100C208 94 232 94 252 96C236 98 216 100 202 100z", "#a8754a")
    out += circle(300, 250, 27, "#3d4852") + ring(300, 250, 24, STEEL, 4) + "".join(circle(*polar(300, 250, 14, a), 4, STEEL_DARK) for a in range(0, 360, 72)) + stroke("M300 250L330 292", STEEL_DARK, 9) + stroke("M300 250L270 208", STEEL_DARK, 9) + rect(318, 288, 36, 11, INK, 5) + rect(250, 202, 34, 11, INK, 5) + circle(300, 250, 8, INK)
    out += stroke("M180 240L298 226M180 254L296 274", "#56646f", 3) + stroke("M112 196A86 86 0 0 1 236 182", fd, 9) + stroke("M392 196A86 86 0 0 1 528 196", fd, 9)
    # basket with flowers
    out += "".join(circle(x, y, 13, c) + circle(x, y, 5, GOLD) for x, y, c in ((456, 106, "#f5a3c4"), (482, 98, PAPER), (506, 108, "#a884dc"), (470, 88, "#a884dc"), (496, 86, "#f5a3c4"))) + leaf(442, 116, 34, -50) + leaf(520, 116, 34, 50) + path("M434 112H528L516 170Q514 176 508 176H454Q448 176 446 170z", gradient(("#dca862", "#b07a38"))) + "".join(stroke(f"M438 {126 + i * 15}H{524 - i * 3}", "#8e5729", 3, .6) for i in range(4)) + "".join(stroke(f"M{452 + i * 18} 116L{456 + i * 16} 174", "#8e5729", 3, .5) for i in range(5)) + rect(430, 108, 102, 11, "#8e5729", 5)
    out += stroke("M60 176H110M40 214H86M64 292H96", "#fff", 7, .75) + circle(408, 76, 9, GOLD)
    return out + sparkle(330, 72, 17) + sparkle(146, 108, 13) + sparkle(580, 90, 13)


PICTURES = {name.replace("_", "-"): ("shops", body) for name, body in (
    ("clothes", clothes), ("books", books), ("flowers", flowers), ("shoes", shoes), ("gift", gift), ("market", market), ("home", home),
    ("toys", toys), ("electronics", electronics), ("sport", sport), ("bike", bike))}
