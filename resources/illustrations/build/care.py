# SPDX-License-Identifier: GPL-3.0-or-later
"""Beauty, fitness and health."""
from draw import *

SKIN, SKIN_DARK, SKIN_LIGHT = "#d99a72", "#b87750", "#efbd97"


def flower(x, y, r, colour, heart=GOLD, petals=6):
    out = ""
    for i in range(petals):
        px, py = polar(x, y, r * .55, i * 360 / petals)
        out += ellipse(px, py, r * .32, r * .5, colour if i % 2 else light(colour, .18), turn=i * 360 / petals)
    return out + circle(x, y, r * .26, heart)


def bottle(x, y, w, h, colour, cap=GOLD, label=PAPER):
    """A bottle that stands on y."""
    out = shadow(x, y, w * .75, w * .16)
    out += rect(x - w * .2, y - h - w * .32, w * .4, w * .4, dark(cap, .2)) + rect(x - w * .26, y - h - w * .55, w * .52, w * .4, gradient((light(cap), cap, dark(cap)), 0, 0, 1, 0), 4)
    out += rect(x - w / 2, y - h, w, h, gradient((light(colour, .3), colour, dark(colour, .2)), 0, 0, 1, 0), w * .2)
    return out + rect(x - w / 2, y - h * .62, w, h * .34, label, 0, .9) + rect(x - w * .36, y - h + 6, w * .1, h - 14, "#fff", w * .05, .5)


def hair():
    out = shadow(320, 336, 190, 20)
    # round brush
    b = rect(-11, 10, 22, 150, gradient(("#6b4a7c", "#45305a"), 0, 0, 1, 0), 11) + circle(0, 148, 5, "#2c1e3c")
    bristles = "".join(stroke(f"M-44 {-92 + i * 14}H44", "#3a2b46", 5) for i in range(8))
    b += bristles + "".join(circle(s * 46, -92 + i * 14, 4.5, CREAM) for i in range(8) for s in (-1, 1))
    b += rect(-26, -106, 52, 122, gradient((STEEL_LIGHT, STEEL, STEEL_DARK), 0, 0, 1, 0), 14) + "".join(circle(a, -88 + i * 18, 3.6, "#6d7f8d") for i in range(6) for a in (-10, 10)) + rect(-18, 10, 36, 14, GOLD, 5)
    out += group(b, (134, 210), -22, .94)
    # hair dryer
    d = path("M40 26L70 150C74 168 62 178 48 178H30C18 178 10 172 8 160L-18 30z", gradient(("#e86aa0", "#b73a76"), 0, 0, 1, 0)) + rect(6, 76, 34, 20, PAPER, 10, 1, -10) + rect(12, 110, 30, 12, dark("#b73a76", .2), 6, 1, -10)
    d += stroke("M44 176C52 224 104 214 138 190", "#45305a", 9)
    d += path("M-96 -42L-162 -58C-170 -60 -174 -54 -174 -48V46C-174 54 -168 58 -162 56L-96 42z", "#45305a") + ellipse(-170, -1, 10, 54, "#2c1e3c")
    d += path("M-104 -46C-70 -70 20 -84 58 -80C112 -74 140 -40 140 0C140 42 110 74 58 80C20 84 -70 70 -104 46C-110 20 -110 -20 -104 -46z", gradient(("#ffa9cb", "#ef76a9", "#c94482"), .1, 0, .3, 1))
    d += path("M-92 -36C-50 -58 20 -70 62 -64C40 -52 -40 -40 -88 -16C-98 -14 -98 -32 -92 -36z", "#fff", .55)
    d += circle(66, 0, 54, "#a83468") + circle(66, 0, 46, gradient(("#5b4470", "#3a2b4a"))) + "".join(stroke(f"M{66 - w} {y}H{66 + w}", "#2a1d38", 5) for y, w in ((-28, 28), (-14, 38), (0, 42), (14, 38), (28, 28))) + circle(66, 0, 9, CORAL)
    out += group(d, (372, 150), -8)
    air = "".join(stroke(f"M{168 - i * 6} {142 + i * 26}c-18 -10 -26 8 -44 0s-26 6 -40 0", "#fff", 7, .75) for i in range(3))
    out += group(air, (18, -6))
    out += group(rect(-76, -14, 152, 22, gradient((GOLD_LIGHT, GOLD)), 6) + "".join(rect(-73 + i * 10.4, 4, 5.6, 34, GOLD_DARK if i % 2 else GOLD, 2) for i in range(15)), (470, 306), -7)
    return out + sparkle(516, 92, 18) + sparkle(120, 84, 12)


def barber():
    out = shadow(310, 340, 170, 20)
    # chair
    out += ellipse(306, 332, 88, 15, "#5d6b78") + ellipse(306, 328, 88, 14, gradient((STEEL_LIGHT, STEEL_DARK), 0, 0, 1, 0)) + rect(290, 270, 32, 58, gradient((STEEL_LIGHT, STEEL_DARK), 0, 0, 1, 0)) + rect(282, 262, 48, 16, STEEL_DARK, 5)
    out += path("M398 258L438 300L468 300L466 316H428L378 268z", gradient((STEEL_LIGHT, STEEL_DARK), 0, 0, 0, 1)) + rect(424, 302, 56, 14, "#7c2f45", 7)
    out += path("M230 60C226 44 238 34 252 36L330 48C342 50 348 58 348 68V94C348 104 340 110 330 108L254 98C240 96 234 90 232 80z", "#7c2f45") + path("M236 60C234 48 242 42 252 43L326 54C336 56 340 62 340 70V88C340 96 334 100 326 99L256 90C244 88 240 82 239 74z", gradient(("#c95573", "#9a3a58")))
    out += path("M222 112C220 98 232 92 244 94L340 108C352 110 360 118 360 130L364 216C364 226 358 232 348 232H250C240 232 232 226 230 216z", "#7c2f45")
    out += path("M230 114C230 106 238 102 246 103L338 116C348 118 352 124 352 132L356 214C356 220 352 224 346 224H254C246 224 240 220 239 212z", gradient(("#dd6a88", "#a33e5d"), 0, 0, 1, 1))
    out += "".join(circle(a, b, 4, "#7c2f45") for a, b in ((262, 136), (294, 140), (326, 145), (266, 170), (298, 173), (330, 176), (268, 202), (300, 204), (332, 206)))
    out += path("M250 116C246 150 250 190 256 212C244 206 238 150 240 118z", "#fff", .3)
    out += rect(222, 228, 188, 40, "#7c2f45", 18) + rect(222, 226, 184, 28, gradient(("#dd6a88", "#b34b6b")), 14)
    out += stroke("M356 196C384 194 402 198 402 214V228", STEEL, 10) + rect(336, 178, 78, 20, "#5c2234", 10) + rect(340, 180, 66, 8, "#8e4058", 4)
    # pole
    pole = rect(-24, -100, 48, 200, PAPER)
    stripes = "".join(path(f"M-24 {y}L24 {y - 34}V{y - 14}L-24 {y + 20}z", c) for y, c in ((-90, CORAL_DARK), (-50, "#3e6fb5"), (-10, CORAL_DARK), (30, "#3e6fb5"), (70, CORAL_DARK), (110, "#3e6fb5")))
    p = clipped(rect(-24, -100, 48, 200, "#000"), pole + stripes) + rect(-24, -100, 14, 200, "#fff", 0, .4) + rect(12, -100, 12, 200, "#2a1a2e", 0, .16)
    p += rect(-32, -122, 64, 26, gradient((GOLD_LIGHT, GOLD_DARK), 0, 0, 1, 0), 8) + rect(-32, 96, 64, 26, gradient((GOLD_LIGHT, GOLD_DARK), 0, 0, 1, 0), 8) + circle(0, -136, 18, gradient((GOLD_LIGHT, GOLD_DARK), 0, 0, 1, 1))
    out += group(p, (512, 186), None, .86)
    # scissors
    for t in (-1, 1):
        blade = path("M-6 0L-3 -104C-2 -112 4 -112 6 -104L9 0z", gradient((STEEL_LIGHT, STEEL_DARK), 0, 0, 1, 0)) + stroke("M2 0L4 34", STEEL, 12) + ring(8 * 1, 60, 22, INK, 11)
        out += group(flip(blade, 0) if t > 0 else blade, (136, 192), 22 * t)
    return out + circle(136, 186, 7, GOLD) + sparkle(156, 62, 15) + sparkle(420, 76, 12)


def nails():
    out = shadow(330, 344, 180, 18)
    hand = path("M214 400C208 350 196 330 198 292C198 268 210 252 216 232L240 132C244 114 268 116 268 136L262 214L282 96C286 76 312 78 312 98L308 212L334 104C340 86 364 92 361 112L344 222L370 148C378 132 400 140 395 158L366 268C360 300 356 340 370 400z", gradient((SKIN_LIGHT, SKIN), 0, 0, 1, 0))
    hand += path("M200 290C170 268 148 240 138 214C132 196 152 184 164 198C184 224 210 236 226 258z", SKIN_LIGHT)
    hand += stroke("M262 214Q258 232 250 246M308 212Q306 230 302 240M344 222Q340 236 334 246", SKIN_DARK, 4, .5) + stroke("M226 258Q240 286 270 300", SKIN_DARK, 4, .4)

    def nail(x, y, w, h, t):
        return group(path(f"M{-w} {h}C{-w} {-h * .6:.0f} {-w * .6:.0f} {-h} 0 {-h}S{w} {-h * .6:.0f} {w} {h}C{w * .4:.0f} {h * 1.3:.0f} {-w * .4:.0f} {h * 1.3:.0f} {-w} {h}z", gradient((CORAL_LIGHT, CORAL, CORAL_DARK), 0, 0, 1, 1)) + ellipse(-w * .4, -h * .2, w * .2, h * .45, "#fff", .7), (x, y), t)

    hand += nail(255, 128, 11, 20, 10) + nail(298, 90, 12, 22, 6) + nail(348, 102, 12, 21, 13) + nail(385, 150, 10, 17, 18) + nail(148, 204, 11, 17, -36)
    cuff = rect(204, 352, 180, 80, "#fff", 10, .9) + rect(204, 352, 180, 12, "#e9d7e2", 6)
    out += group(hand + cuff, (0, 6))

    def polish(x, y, colour, s=1.0):
        b = shadow(0, 0, 42, 9) + rect(-15, -152, 30, 82, gradient(("#5a4a63", "#2f2438"), 0, 0, 1, 0), 7) + rect(-10, -148, 6, 72, "#fff", 3, .35)
        b += rect(-17, -76, 34, 14, GOLD) + path("M-26 -62H26C38 -54 40 -40 40 -22C40 -6 34 0 22 0H-22C-34 0 -40 -6 -40 -22C-40 -40 -38 -54 -26 -62z", gradient((light(colour, .35), colour, dark(colour, .2)), 0, 0, 1, 0))
        return group(b  + stroke("M-27 -46C-31 -36 -31 -22 -27 -12", "#fff", 6, .7), (x, y), None, s)

    out += polish(462, 330, "#e0568e", 1.12) + polish(536, 342, "#8f6fd0", .84)
    drop = path("M0 -22C12 -6 17 2 17 10A17 17 0 0 1 -17 10C-17 2 -12 -6 0 -22z", CORAL)
    return out + flower(120, 308, 34, "#f7a6c6") + flower(84, 344, 22, "#fff") + leaf(148, 334, 40, 60) + group(drop, (462, 130), None, .8) + sparkle(418, 60, 16) + sparkle(170, 84, 14)


def spa():
    out = shadow(320, 336, 210, 22)
    # towel roll
    out += rect(128, 236, 150, 96, "#e8dfe6", 40) + rect(128, 236, 150, 80, "#fffdfb", 38) + ellipse(166, 284, 38, 47, "#efe4ec") + "".join(ring(166, 284, r, "#d9c6d4", 4) for r in (10, 20, 30)) + rect(214, 236, 22, 96, CORAL, 0, .85)
    out += rect(214, 236, 6, 96, CORAL_LIGHT)
    # stones
    for x, y, rx, ry, c in ((346, 308, 92, 28, "#4b5560"), (348, 262, 72, 25, "#606c78"), (342, 220, 54, 21, "#77848f"), (346, 185, 37, 16, "#8f9ba5")):
        out += ellipse(x, y, rx, ry, gradient((light(c, .3), c, dark(c, .3)), .1, 0, .4, 1)) + ellipse(x - rx * .3, y - ry * .45, rx * .4, ry * .18, "#fff", .4)
    # flower on top
    fl = "".join(path("M0 0C-16 -18 -16 -44 0 -60C16 -44 16 -18 0 0z", c) if not t else group(path("M0 0C-16 -18 -16 -44 0 -60C16 -44 16 -18 0 0z", c), None, t) for t, c in ((-78, "#f29bbd"), (78, "#e886ad"), (-52, "#f7b3cd"), (52, "#f29bbd"), (-26, "#fbc9dc"), (26, "#f7b3cd"), (0, "#fde0eb")))
    out += group(fl, (346, 176), None, 1.15) + ellipse(346, 172, 10, 7, GOLD)
    # candle
    out += shadow(490, 336, 50, 10) + circle(490, 208, 58, radial([(0, "#fff3b0cc"), (1, "#fff3b000")])) + rect(450, 252, 80, 84, gradient(("#fff6e6", "#f2dcc4", "#dcbfa2"), 0, 0, 1, 0), 10) + ellipse(490, 254, 40, 10, "#fffdf6") + ellipse(490, 255, 31, 7, "#ffe9b0") + stroke("M490 254V238", INK, 3.5) + path("M490 190C503 210 508 222 503 233C499 242 481 242 477 233C472 222 479 208 490 190z", "#ffb52e") + path("M490 212C497 222 499 228 496 234C493 238 487 238 484 234C481 228 485 222 490 212z", "#fff3b0")
    # bamboo leaves
    out += "".join(leaf(x, y, s, t, c) for x, y, s, t, c in ((128, 196, 84, -38, LEAF), (126, 198, 70, 8, LEAF_LIGHT), (122, 202, 60, -84, LEAF), (130, 200, 54, 46, LEAF)))
    out += stroke("M126 196Q132 220 150 240", LEAF_DARK, 6)
    return out + "".join(circle(x, y, r, "#fff", .7) for x, y, r in ((236, 150, 8), (214, 118, 5), (254, 96, 10), (440, 120, 7), (462, 92, 11)))


def gym():
    out = shadow(320, 330, 230, 24)

    def plate_(x, w, h, c):
        return rect(x - w / 2, 200 - h / 2, w, h, dark(c, .3), w * .42) + rect(x - w / 2, 200 - h / 2, w * .72, h, gradient((light(c, .25), c, dark(c, .2))), w * .36)

    bar = rect(70, 190, 500, 20, gradient((STEEL_LIGHT, STEEL, "#66788a")), 10)
    bar += rect(256, 188, 128, 24, gradient(("#5d6a75", "#333d46")), 5) + "".join(stroke(f"M{a} 190l10 20", "#20282f", 2, .7) for a in range(262, 376, 9))
    for s in (-1, 1):
        for d, w, h, c in ((108, 42, 236, "#3d4852"), (150, 34, 188, CORAL), (184, 28, 136, GOLD)):
            bar += plate_(320 + s * d, w, h, c)
        bar += rect(320 + s * 206 - 9, 180, 18, 40, gradient((STEEL_LIGHT, STEEL_DARK)), 5)
    out += group(bar, (0, 8), (-9, 320, 200))
    # kettlebell
    k = shadow(0, 62, 70, 12) + stroke("M-30 -16C-46 -70 46 -70 30 -16", "#252d34", 19) + stroke("M-32 -22C-40 -62 20 -64 28 -38", "#5e6a75", 5) + path("M-62 16C-62 -14 -38 -34 0 -34S62 -14 62 16C62 40 50 58 34 62H-34C-50 58 -62 40 -62 16z", gradient(("#5d6a75", "#333d46", "#1f272d"), .1, 0, .6, 1)) + circle(0, 14, 26, PAPER, .92) + sparkle(0, 14, 18, CORAL, 1) + ellipse(-34, -8, 12, 8, "#fff", .3, -40)
    out += group(k, (322, 286), None, .84)
    # bottle
    b = shadow(0, 0, 30, 7) + rect(-22, -108, 44, 108, gradient(("#c8eef7", "#7cc7de", "#4f9fba"), 0, 0, 1, 0), 12) + rect(-22, -70, 44, 24, PAPER) + rect(-18, -126, 36, 22, "#3d4852", 6) + rect(-8, -142, 16, 18, CORAL, 5) + rect(-15, -102, 7, 94, "#fff", 3.5, .6)
    return out + group(b, (500, 342)) + sparkle(160, 86, 14) + sparkle(486, 80, 18)


def yoga():
    out = shadow(320, 338, 210, 20)
    out += path("M150 320H490L528 348H112z", gradient(("#8f7ad6", "#6c58b6"))) + path("M112 348H528V356H112z", "#54439a") + "".join(stroke(f"M{168 + i * 62} 322L{140 + i * 74} 346", "#fff", 2.5, .25) for i in range(6))
    # back arms and hair
    hairc = "#3b2a2e"
    out += circle(320, 92, 40, hairc) + circle(320, 46, 19, hairc)
    # arms
    for f in (lambda s: s, flip):
        out += f(stroke("M276 176C236 208 214 244 206 286", SKIN, 25) + stroke("M278 172C238 204 216 238 208 276", SKIN_LIGHT, 7, .7))
    # legs
    leg, legd = "#3f8f8c", "#2d6e6c"
    out += path("M292 262C236 252 176 276 158 306C150 322 164 332 184 332H330L332 270z", gradient((light(leg, .12), leg, legd)))
    out += path("M348 262C404 252 464 276 482 306C490 322 476 332 456 332H250C236 332 236 318 248 312C288 296 330 290 352 276z", gradient((light(leg, .18), leg, legd), 0, 0, .3, 1))
    out += ellipse(246, 324, 27, 12, SKIN, 1, -6) + ellipse(398, 328, 26, 10, SKIN_DARK, 1, 5)
    # torso
    out += ellipse(322, 286, 60, 26, leg)
    out += path("M262 168C268 152 290 146 320 146S372 152 378 168C382 188 362 204 362 226C362 244 368 260 364 278H276C272 260 278 244 278 226C278 204 258 188 262 168z", gradient((CORAL_LIGHT, CORAL, CORAL_DARK), 0, 0, 1, .4))
    out += path("M292 147C296 172 344 172 348 147L340 140H300z", SKIN_LIGHT) + rect(305, 118, 30, 38, SKIN, 12) + path("M305 132Q320 146 335 132V144Q320 156 305 144z", SKIN_DARK, .5)
    out += ellipse(320, 98, 31, 36, gradient((SKIN_LIGHT, SKIN), 0, 0, 1, 1)) + path("M288 98C286 60 302 52 320 52S354 60 352 98C348 84 344 74 334 70C318 82 296 80 288 98z", hairc)
    out += stroke("M302 102q7 6 13 0M325 102q7 6 13 0", hairc, 3.2) + stroke("M311 118q9 7 18 0", "#a8492f", 3.4)
    # hands
    out += ellipse(204, 294, 14, 12, SKIN) + ellipse(436, 294, 14, 12, SKIN) + ring(214, 284, 7, SKIN, 5) + ring(426, 284, 7, SKIN, 5)
    out += leaf(104, 330, 74, -22) + leaf(108, 332, 62, 24, LEAF_LIGHT) + leaf(100, 332, 46, -62) + leaf(540, 336, 62, 18) + leaf(536, 338, 50, -26, LEAF_LIGHT)
    return out


def swim():
    out = ""
    out += path("M0 214C60 204 100 222 160 214S260 204 320 214S420 224 480 214S580 204 640 214V400H0z", gradient(("#6fd0e4", "#2f9fc4", "#1f7ba6")))
    for y, o in ((244, .55), (286, .4), (334, .3)):
        d = f"M-20 {y}"
        for i in range(12):
            d += f"q{n(14 + y / 40)} {-9 if i % 2 else 9} 58 0"
        out += stroke(d, "#fff", 5, o)
    for x0, x1, y0, y1 in ((70, -60, 224, 400), (570, 700, 224, 400)):
        out += "".join(ellipse(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, 8 + 10 * t, 6 + 8 * t, (CORAL, PAPER)[i % 2]) for i, t in enumerate((0, .12, .26, .42, .6, .82)))
    # swimmer, butterfly from the front
    cap, capd = CORAL, CORAL_DARK
    for f in (lambda s: s, flip):
        out += f(path("M300 240C262 232 226 196 190 160C176 146 146 138 136 150C128 162 150 172 164 182C196 212 226 252 262 274z", gradient((SKIN_LIGHT, SKIN), 0, 0, 0, 1)) + path("M136 150C120 146 104 152 106 162C112 170 140 168 152 174z", SKIN_LIGHT))
    out += path("M232 262C250 224 284 212 320 212S390 224 408 262C380 290 260 290 232 262z", gradient((SKIN, SKIN_DARK)))
    out += ellipse(320, 190, 53, 62, gradient((SKIN_LIGHT, SKIN), 0, 0, 1, 1)) + path("M264 184C260 132 284 108 320 108S380 132 376 184C350 166 290 166 264 184z", gradient((CORAL_LIGHT, cap, capd), .1, 0, .8, 1)) + path("M282 136C292 122 308 118 320 118C304 126 292 136 286 152C280 156 276 146 282 136z", "#fff", .6)
    out += stroke("M266 186Q320 170 374 186", INK, 8) + ellipse(297, 194, 22, 16, INK) + ellipse(343, 194, 22, 16, INK) + ellipse(297, 194, 16, 11, gradient(("#bff0ff", "#3aa0cc"), 0, 0, 1, 1)) + ellipse(343, 194, 16, 11, gradient(("#bff0ff", "#3aa0cc"), 0, 0, 1, 1)) + ellipse(291, 190, 6, 3, "#fff", .9, -20) + ellipse(337, 190, 6, 3, "#fff", .9, -20)
    out += ellipse(320, 234, 12, 8, "#8a3a2a")
    out += path("M186 268C214 250 232 262 254 256C280 246 300 262 320 258C344 250 366 260 390 254C414 260 432 252 456 268C470 284 440 300 400 298C372 312 268 312 240 298C200 300 172 284 186 268z", "#dff6fb") + path("M206 274C232 262 250 274 272 268C300 260 330 274 352 268C380 260 410 272 436 276C420 290 396 286 380 290C350 300 290 300 262 290C240 288 220 288 206 274z", "#fff")
    for x, y, r in ((208, 236, 8), (190, 208, 5), (436, 232, 9), (456, 204, 6), (246, 224, 5), (398, 220, 5), (170, 246, 4), (478, 246, 4)):
        out += path(f"M{x} {y - r * 1.5}Q{x + r} {y} {x + r} {y + r * .3}A{r} {r} 0 0 1 {x - r} {y + r * .3}Q{x - r} {y} {x} {y - r * 1.5}z", "#effbff")
    return out + circle(520, 84, 34, GOLD) + "".join(stroke("M{0} {1}L{2} {3}".format(*(n(v) for v in polar(520, 84, 44, a) + polar(520, 84, 56, a))), GOLD, 6) for a in range(0, 360, 45))


def dance():
    out = shadow(316, 342, 150, 18)
    hairc = "#35252f"
    # his leg and body are left out: one dancer, turning
    out += stroke("M300 250C286 290 262 312 238 334", SKIN, 21) + path("M246 322L222 340C216 346 224 350 234 348L254 340z", CORAL_DARK)
    out += stroke("M338 250C356 284 378 300 400 334", SKIN_DARK, 21) + path("M392 322L414 342C420 348 410 352 402 349L384 338z", CORAL_DARK)
    # skirt
    out += path("M292 196C250 226 190 250 146 302C164 300 176 306 184 318C204 302 222 304 236 316C256 296 276 298 290 314C306 294 330 294 346 310C364 290 386 290 402 302C424 282 452 284 478 296C466 254 400 224 352 196z", gradient(("#b59bef", "#8565cf", "#5f42a6"), .2, 0, .4, 1))
    out += path("M300 200C272 236 238 262 184 318C204 302 222 304 236 316C256 276 286 240 312 202z", "#4d3490", .55) + path("M328 202C336 240 344 276 346 310C364 290 386 290 402 302C390 264 366 232 342 200z", "#4d3490", .45) + path("M292 196C250 226 190 250 146 302C156 300 164 302 170 306C210 262 262 234 304 202z", "#c9b5f7", .8)
    # arms
    out += stroke("M352 138C388 122 408 96 420 56", SKIN, 18) + ellipse(423, 46, 10, 14, SKIN, 1, 18)
    out += stroke("M288 140C250 148 224 172 200 158", SKIN, 18) + ellipse(190, 152, 14, 10, SKIN, 1, 28)
    # body
    out += path("M284 132C292 120 308 118 322 118S352 120 358 132C362 156 348 172 352 200H292C294 172 278 156 284 132z", gradient(("#9a7be0", "#6a4cb4"), 0, 0, 1, 0)) + path("M296 119C302 140 340 142 346 119L334 112H310z", SKIN) + rect(309, 92, 24, 34, SKIN_DARK, 10)
    out += path("M288 196H356L360 208Q322 220 284 208z", CORAL)
    out += circle(290, 62, 20, hairc) + ellipse(324, 72, 28, 32, gradient((SKIN_LIGHT, SKIN), 0, 0, 1, 1)) + path("M294 78C284 44 304 34 324 36C346 38 358 54 352 72C342 66 336 58 332 54C322 66 306 66 294 78z", hairc) + stroke("M328 76q6 4 11 0M308 78q6 4 10 0", hairc, 3) + stroke("M318 90q7 5 13 0", "#a8492f", 3.2) + flower(282, 48, 17, "#fff")
    # ribbon of music
    out += stroke("M112 236C88 176 136 120 190 96", "#fff", 6, .55, dash="2 16") + stroke("M528 262C562 196 520 120 462 98", "#fff", 6, .55, dash="2 16")

    def note(x, y, s, double=False):
        g = ellipse(0, 0, 13, 10, INK, 1, -20) + stroke("M11 -3V-52", INK, 6)
        g += ellipse(40, -8, 13, 10, INK, 1, -20) + stroke("M51 -11V-60", INK, 6) + path("M8 -56L54 -66V-50L8 -40z", INK) if double else path("M8 -56C22 -44 36 -40 30 -20C26 -34 18 -34 8 -36z", INK)
        return group(g, (x, y), None, s)

    return out + note(118, 112, .9, True) + note(512, 172, .9) + note(520, 320, .6) + sparkle(170, 236, 12) + sparkle(478, 84, 14)


def dental():
    out = shadow(310, 338, 140, 20)
    tooth = "M320 96C350 74 404 72 424 112C444 154 420 200 410 236C402 270 398 324 374 330C350 334 352 262 320 260C288 262 290 334 266 330C242 324 238 270 230 236C220 200 196 154 216 112C236 72 290 74 320 96z"
    out += group(path(tooth, "#2f5f58", .18), (8, 10)) + path(tooth, gradient(("#ffffff", "#f2f7fa", "#cfdde6"), .1, 0, .8, 1))
    out += path("M226 118C240 88 276 86 300 98C268 100 246 122 246 156C248 190 258 214 258 244C246 214 216 160 226 118z", "#fff") + path("M320 96C332 104 344 108 358 106C348 118 330 118 318 108z", "#b9ccd8", .7) + path("M424 112C444 154 420 200 410 236C402 270 398 324 374 330C392 300 386 262 396 226C406 190 428 150 412 104z", "#b9ccd8", .5)
    out += stroke("M272 176q12 12 24 0M344 176q12 12 24 0", INK, 6) + path("M296 200Q320 238 344 200Q320 210 296 200z", CORAL_DARK) + ellipse(262, 202, 14, 9, CORAL_LIGHT, .55) + ellipse(378, 202, 14, 9, CORAL_LIGHT, .55)
    brush = rect(-14, -20, 28, 210, gradient(("#63c7b2", "#2d9481"), 0, 0, 1, 0), 14) + rect(-10, -90, 20, 80, "#2d9481", 8) + rect(-15, -164, 30, 84, gradient(("#7fd8c5", "#3aa692"), 0, 0, 1, 0), 12) + "".join(rect(-44, -156 + i * 12, 32, 9, (PAPER, "#ffb3a2")[i % 2], 3) for i in range(6)) + rect(-5, 30, 10, 110, "#fff", 5, .45)
    brush += path("M-50 -162C-72 -170 -66 -150 -78 -146C-62 -138 -70 -122 -52 -118C-44 -122 -46 -150 -50 -162z", "#fff")
    out += group(brush, (506, 200), 14)
    for x, y, r in ((130, 130, 24), (168, 92, 14), (112, 190, 12), (158, 166, 9), (466, 70, 11), (140, 292, 17)):
        out += circle(x, y, r, "#ffffff", .5) + ring(x, y, r, "#fff", 2.5, .9) + ellipse(x - r * .35, y - r * .4, r * .24, r * .15, "#fff", 1, -35)
    return out + sparkle(422, 78, 24) + sparkle(206, 84, 15)


def optician():
    out = shadow(320, 330, 210, 20)
    # chart behind
    out += rect(226, 46, 188, 206, "#2f5f58", 14, .16) + rect(220, 38, 188, 206, PAPER, 14) + rect(220, 38, 188, 22, "#3fa08e", 10)
    d = ""
    for row, (y, w, c) in enumerate(((92, 17, 1), (132, 12, 2), (164, 9, 3), (190, 6.5, 4), (212, 4.6, 5))):
        for i in range(c):
            x = 314 + (i - (c - 1) / 2) * w * 3.6
            d += ring(x, y, w, INK, w * .5) + rect(*(((x + w * .2, y - w * .35, w * 1.3, w * .7), (x - w * .35, y + w * .2, w * .7, w * 1.3), (x - w * 1.5, y - w * .35, w * 1.3, w * .7), (x - w * .35, y - w * 1.5, w * .7, w * 1.3))[(i + row) % 4]), PAPER)
    out += d
    # glasses
    fr, frd = "#33414d", "#1e2830"
    lens = gradient([(0, "#d6f4ffd0"), (.5, "#8fd6e8a0"), (1, "#4fa8c0b0")], 0, 0, 1, 1)
    for x in (222, 418):
        out += circle(x + 4, 280, 75, "#2a1a2e", .14) + circle(x, 270, 70, lens) + path(f"M{x - 44} 282L{x - 2} 218L{x + 20} 218L{x - 36} 300z", "#fff", .6) + path(f"M{x + 2} 312L{x + 46} 246L{x + 54} 256L{x + 14} 318z", "#fff", .4) + ring(x, 270, 70, fr, 15) + stroke(f"M{x - 62} 240A70 70 0 0 1 {x} 203", "#6d7f8d", 4)
    out += stroke("M290 262Q320 232 350 262", fr, 14) + stroke("M292 257Q320 230 348 257", "#6d7f8d", 4)
    out += path("M148 244C120 236 96 240 80 258L90 270C104 258 124 258 148 266z", frd) + path("M492 244C520 236 544 240 560 258L550 270C536 258 516 258 492 266z", frd) + circle(150, 256, 7, CORAL) + circle(490, 256, 7, CORAL)
    return out + sparkle(474, 196, 22) + sparkle(166, 112, 14) + sparkle(478, 86, 12)


def clinic():
    out = shadow(320, 340, 170, 20)
    out += rect(206, 58, 240, 280, "#2f5f58", 20, .18) + rect(196, 48, 240, 282, "#c98b52", 20) + rect(196, 48, 236, 276, "#dba468", 20) + rect(216, 78, 200, 234, "#d9e6e6", 8) + rect(214, 74, 200, 232, PAPER, 8)
    out += rect(262, 34, 104, 46, STEEL_DARK, 12) + rect(262, 32, 104, 40, gradient((STEEL_LIGHT, STEEL)), 12) + circle(314, 42, 12, STEEL_DARK) + circle(314, 42, 6, "#dba468")
    out += rect(292, 96, 44, 44, "#3fa08e", 10) + rect(309, 103, 10, 30, PAPER, 2) + rect(299, 113, 30, 10, PAPER, 2)
    for i, (w, done) in enumerate(((110, 1), (92, 1), (120, 1), (80, 0))):
        y = 164 + i * 34
        out += rect(236, y, 22, 22, "#cfe8e0", 6) + rect(272, y + 6, w, 10, "#c8d6da", 5)
        if done:
            out += stroke(f"M241 {y + 11}l5 6l9 -12", "#2d9481", 4.5)
    # stethoscope
    out += stroke("M448 88C470 150 456 196 494 200C532 196 518 150 540 88", INK, 11) + stroke("M494 200C494 258 500 300 456 314C412 324 392 296 388 264", INK, 11) + stroke("M448 88C470 150 456 196 494 200", "#66788a", 3)
    out += stroke("M444 92L452 70M544 92L536 70", STEEL, 9) + circle(453, 66, 8, INK) + circle(535, 66, 8, INK)
    out += circle(386, 248, 38, STEEL_DARK) + circle(384, 245, 36, gradient((STEEL_LIGHT, STEEL), 0, 0, 1, 1)) + circle(384, 245, 25, "#f3f7fa") + path("M384 262C366 250 362 238 369 231C376 226 382 230 384 235C386 230 392 226 399 231C406 238 402 250 384 262z", CORAL)
    # apple
    a = shadow(0, 44, 44, 9) + path("M0 -24C-20 -40 -50 -26 -48 6C-46 34 -22 52 0 42C22 52 46 34 48 6C50 -26 20 -40 0 -24z", gradient((CORAL_LIGHT, CORAL, CORAL_DARK), .1, 0, .8, 1)) + stroke("M0 -24Q2 -42 12 -50", WOOD_DARK, 6) + leaf(6, -34, 34, 70) + ellipse(-26, -6, 8, 13, "#fff", .5, 20)
    return out + group(a, (130, 294))


def pharmacy():
    out = shadow(320, 338, 210, 22)
    # jar with cross
    out += rect(232, 132, 176, 204, gradient(("#e2936a", "#c96f42", "#9c4f2b"), 0, 0, 1, 0), 26) + rect(250, 140, 20, 186, "#fff", 10, .35)
    out += rect(232, 178, 176, 116, PAPER) + rect(298, 194, 44, 84, "#2f9d86", 8) + rect(278, 214, 84, 44, "#2f9d86", 8)
    out += rect(246, 110, 148, 28, "#d7dfe4") + rect(222, 62, 196, 56, gradient(("#ffffff", "#dbe3e9", "#b9c7d2"), 0, 0, 1, 0), 14) + "".join(rect(238 + i * 18, 68, 6, 44, "#a9b8c4", 3, .6) for i in range(10))
    # mortar
    out += group(rect(-13, -120, 26, 150, gradient(("#eef4f6", "#b4c4cc"), 0, 0, 1, 0), 13) + ellipse(0, -118, 19, 16, "#dfe8ec"), (512, 230), 26)
    out += shadow(484, 338, 76, 12) + ellipse(484, 240, 72, 18, "#8fa6b0") + ellipse(484, 238, 60, 12, "#6d8f6a") + path("M412 240C414 292 440 308 450 318L440 334H528L518 318C528 308 554 292 556 240A72 18 0 0 1 412 240z", gradient(("#f6fafb", "#cfdbe1", "#9fb3bd"), 0, 0, 1, 0))
    # blister and capsules
    out += leaf(470, 236, 40, -46) + leaf(484, 234, 44, -8, LEAF_LIGHT)

    def capsule(x, y, t, c1, c2, s=1.0):
        return group(rect(-40, -16, 84, 40, "#2a1a2e", 20, .14) + path("M0 -20H-22A20 20 0 0 0 -22 20H0z", c1) + path("M0 -20H22A20 20 0 0 1 22 20H0z", c2) + rect(-32, -13, 62, 8, "#fff", 4, .55), (x, y), t, s)

    out += capsule(160, 300, -24, CORAL, PAPER) + capsule(112, 250, 38, "#2f9d86", PAPER, .82) + capsule(184, 246, 70, GOLD, PAPER, .72)
    out += circle(122, 332, 20, "#2a1a2e", .12) + circle(119, 328, 20, PAPER) + stroke("M107 328H131", "#cfd6dc", 4)
    return out + sparkle(190, 110, 16) + sparkle(462, 92, 13)


def pet():
    out = shadow(320, 340, 210, 22)
    # dog
    d, dd, dl = "#c98b52", "#9a6233", "#e3b07a"
    out += path("M196 340C176 290 196 244 250 232H330C366 250 372 300 362 340z", gradient((dl, d, dd), 0, 0, .6, 1)) + path("M250 250C262 290 300 290 314 250C330 290 320 330 300 340H262C244 330 238 286 250 250z", "#fff3e2")
    out += path("M196 120C170 116 144 150 146 192C148 220 170 228 184 206C196 186 204 160 214 140z", dd) + path("M344 120C370 116 396 150 394 192C392 220 370 228 356 206C344 186 336 160 326 140z", dd)
    out += path("M270 78C322 78 356 112 356 164C356 220 320 252 270 252S184 220 184 164C184 112 218 78 270 78z", gradient((dl, d), .1, 0, .7, 1)) + path("M270 84C284 104 286 140 288 156C318 164 326 190 316 216C306 240 290 250 270 250S234 240 224 216C214 190 222 164 252 156C254 140 256 104 270 84z", "#fff3e2")
    out += circle(234, 158, 12, INK) + circle(306, 158, 12, INK) + circle(230, 154, 4, "#fff") + circle(302, 154, 4, "#fff") + path("M248 186C248 176 292 176 292 186C292 198 280 206 270 206S248 198 248 186z", INK) + ellipse(263, 184, 8, 4, "#fff", .5) + stroke("M270 206V218M270 218Q256 230 244 222M270 218Q284 230 296 222", INK, 5) + path("M260 224Q270 230 280 224V238C280 252 260 252 260 238z", CORAL)
    out += ellipse(240, 334, 29, 15, dl) + ellipse(304, 334, 29, 15, dl) + stroke("M232 330v9M246 330v9M296 330v9M310 330v9", dd, 3)
    out += rect(206, 248, 128, 20, CORAL, 10) + circle(270, 274, 15, GOLD) + circle(270, 274, 8, GOLD_DARK)
    # cat
    c, cd, cl = "#6d7a86", "#4a5661", "#93a0ab"
    out += stroke("M500 322C556 318 560 262 536 236", c, 20)
    out += path("M374 340C362 290 386 262 420 254H466C502 262 520 300 510 340z", gradient((cl, c, cd), 0, 0, .6, 1)) + path("M424 270C430 300 462 300 468 270C480 300 474 330 462 340H430C416 330 412 300 424 270z", "#eef2f5")
    out += path("M382 204C372 170 374 142 382 134C396 134 416 150 426 162z", c) + path("M510 204C520 170 518 142 510 134C496 134 476 150 466 162z", c) + path("M388 184C384 164 384 150 388 148C396 150 408 158 414 166z", "#f2a9a0") + path("M504 184C508 164 508 150 504 148C496 150 484 158 478 166z", "#f2a9a0")
    out += path("M446 156C494 156 518 182 518 214C518 250 486 270 446 270S374 250 374 214C374 182 398 156 446 156z", gradient((cl, c), .1, 0, .7, 1)) + ellipse(446, 242, 36, 25, "#eef2f5") + path("M436 156L446 186L456 156zM414 160L424 180L430 158zM478 160L468 180L462 158z", cd)
    out += ellipse(418, 212, 13, 15, "#c9e06a") + ellipse(474, 212, 13, 15, "#c9e06a") + ellipse(418, 212, 5, 13, INK) + ellipse(474, 212, 5, 13, INK) + circle(415, 207, 3.5, "#fff") + circle(471, 207, 3.5, "#fff") + path("M438 232H454L446 241z", "#e8837a") + stroke("M446 241Q438 252 428 246M446 241Q454 252 464 246", INK, 4) + stroke("M408 240L372 232M408 248L374 252M484 240L520 232M484 248L518 252", "#fff", 3)
    out += ellipse(420, 336, 22, 12, "#eef2f5") + ellipse(470, 336, 22, 12, "#eef2f5") + stroke("M414 333v7M426 333v7M464 333v7M476 333v7", cd, 2.5)
    paw = ellipse(0, 8, 16, 13, "#fff", .75) + "".join(ellipse(x, y, 6, 8, "#fff", .75, t) for x, y, t in ((-18, -6, -25), (-7, -15, -8), (7, -15, 8), (18, -6, 25)))
    return out + group(paw, (110, 110), -20) + group(paw, (530, 92), 24, .8)


PICTURES = {
    "hair": ("beauty", hair), "barber": ("beauty", barber), "nails": ("beauty", nails), "spa": ("beauty", spa),
    "gym": ("fitness", gym), "yoga": ("fitness", yoga), "swim": ("fitness", swim), "dance": ("fitness", dance),
    "dental": ("health", dental), "optician": ("health", optician), "clinic": ("health", clinic), "pharmacy": ("health", pharmacy),
    "pet": ("health", pet),
}
