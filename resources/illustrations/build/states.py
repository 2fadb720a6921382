# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages that have nothing to show, or cannot. They stand on the page itself, light or dark: no ground of their own but a soft island."""
from draw import *

SEA, SEA_DARK, SEA_LIGHT = "#8fb6cc", "#5d8aa6", "#c3dbe8"


def island(colour=SEA):
    """The piece of promenade that each of these stands on."""
    shape = "M74 318C74 268 150 262 180 214C214 158 246 60 340 62C438 64 446 150 490 196C520 228 574 256 570 316C568 352 520 366 460 368H170C118 366 76 356 74 318z"
    d = wave(292, 6, 34, 4.5) + wave(312, 10, 44, 7, 16) + wave(338, 15, 56, 10, 40)
    return path(shape, gradient((light(colour, .35), colour))) + clipped(path(shape, "#000"), path("M60 280H600V380H60z", dark(colour, .3), .18) + path(d, "#ffffff", .3))


def pin(x, y, s=1.0, c=(CORAL_LIGHT, CORAL, CORAL_DARK), face=True):
    """The map pin; its tip is at x, y."""
    g = path("M0 0C-6 -22 -46 -46 -46 -86A46 46 0 0 1 46 -86C46 -46 6 -22 0 0z", gradient(c, 0, 0, 1, .2)) + circle(0, -86, 20, PAPER) + path("M-34 -100C-30 -116 -16 -124 0 -125C-12 -120 -24 -110 -28 -96z", "#fff", .5)
    return group(g, (x, y), None, s)


def empty_search():
    out = island() + shadow(320, 330, 150, 16)
    m = path("M-150 -64L-50 -92V64L-150 92z", "#fff7e6") + path("M-50 -92L50 -64V92L-50 64z", "#eadfc8") + path("M50 -64L150 -92V64L50 92z", "#fff7e6")
    m += stroke("M-150 10L-110 0L-80 30L-50 20M-50 20L-10 44L20 20L50 30M50 30L90 10L120 26L150 14", "#b9d6b0", 12) + stroke("M-110 -76L-96 78M92 -76L104 76", "#d9cdb6", 5) + stroke("M-126 52L-92 40M-76 -40L-30 -30L0 -50L30 -40", CORAL, 5, dash="2 12")
    out += group(m, (320, 232))
    g = rect(-13, 64, 26, 96, gradient(("#6b4a34", "#4a3020"), 0, 0, 1, 0), 13) + circle(0, 0, 74, "#3d4a55") + circle(0, 0, 60, gradient([(0, "#e9f7fde8"), (1, "#b7d9e9d8")], 0, 0, 1, 1)) + path("M-42 -18C-36 -36 -20 -46 -4 -47C-20 -38 -30 -28 -32 -12C-36 -4 -44 -8 -42 -18z", "#fff", .9)
    g += stroke("M-20 12Q0 -4 20 12", "#5d6a75", 7) + circle(-20, -14, 6.5, "#5d6a75") + circle(20, -14, 6.5, "#5d6a75")
    return out + group(g, (356, 160), -38) + pin(196, 208, .62) + sparkle(474, 132, 14, "#f4bd41") + sparkle(246, 110, 11, "#f4bd41")


def empty_wallet():
    out = island("#d9b892") + shadow(320, 334, 150, 16)

    def ticket(c, t, x, y, art=""):
        d = "M-96 -52H96Q104 -52 104 -44V-16A16 16 0 0 0 104 16V44Q104 52 96 52H-96Q-104 52 -104 44V16A16 16 0 0 0 -104 -16V-44Q-104 -52 -96 -52z"
        return group(path(d, c) + stroke("M44 -44V44", "#fff", 4, .8, dash="1 11") + art, (x, y), t)

    out += ticket(gradient(("#ffe7a8", GOLD)), -14, 300, 150, sparkle(-30, 0, 24, "#fff", .8)) + ticket(gradient((CORAL_LIGHT, CORAL)), 7, 340, 164, path("M-30 24C-56 4 -62 -8 -54 -19C-44 -29 -33 -22 -30 -13C-27 -22 -16 -29 -6 -19C2 -8 -4 4 -30 24z", "#fff", .85))
    out += rect(182, 176, 276, 152, "#5a3a28", 24) + rect(182, 172, 276, 152, gradient(("#b07a52", "#8a5a3a", "#6f452b"), .1, 0, .6, 1), 24) + f'<rect x="194" y="184" width="252" height="128" rx="16" fill="none" stroke="#d9a97c" stroke-width="3" stroke-dasharray="9 8"/>' + path("M182 196Q182 172 206 172H434Q458 172 458 196V204H182z", "#5a3a28", .35)
    out += rect(372, 222, 100, 54, "#5a3a28", 27) + rect(372, 218, 100, 54, gradient(("#a06c46", "#7d5033")), 27) + circle(402, 245, 14, GOLD_DARK) + circle(401, 243, 13, gradient((GOLD_LIGHT, GOLD), 0, 0, 1, 1))
    return out + stroke("M246 240h.1M310 240h.1", "#ffe9cf", 15) + stroke("M264 268Q278 280 292 268", "#ffe9cf", 7) + sparkle(494, 130, 15, "#f4bd41") + sparkle(150, 164, 12, "#f4bd41")


def offline():
    out = island() + shadow(320, 334, 140, 16)
    c = "M206 246C160 246 146 182 196 170C194 118 262 92 296 128C322 84 412 96 414 158C474 152 494 246 426 246z"
    out += group(path(c, "#4d7590", .25), (6, 9)) + path(c, gradient(("#ffffff", "#e6eff5", "#c3d6e2"))) + path("M204 178C204 142 250 122 280 144C252 146 234 160 228 184C216 196 204 192 204 178z", "#fff")
    out += circle(280, 186, 8, INK) + circle(356, 186, 8, INK) + stroke("M302 214Q318 202 334 214", INK, 6) + ellipse(260, 204, 13, 8, CORAL, .45) + ellipse(376, 204, 13, 8, CORAL, .45)
    # a plug drawn out of its socket
    out += stroke("M150 330Q212 342 236 302", INK, 10) + group(rect(-30, -22, 46, 44, gradient(("#66747f", "#3d4852")), 12) + rect(14, -15, 20, 8, STEEL, 3) + rect(14, 7, 20, 8, STEEL, 3), (252, 292), -24)
    out += stroke("M492 330Q430 342 404 302", INK, 10) + group(rect(-18, -26, 48, 52, gradient((CORAL_LIGHT, CORAL_DARK)), 14) + rect(-18, -17, 14, 10, "#7c2313", 3) + rect(-18, 7, 14, 10, "#7c2313", 3), (386, 292), 24)
    return out + stroke("M310 284L316 270M326 290L334 278M318 306L322 318", GOLD, 6)


def error():
    out = island("#c9b3c9") + shadow(320, 338, 120, 14)
    # an ice cream that fell: a small mishap, nobody's fault
    out += path("M196 330C190 306 230 296 254 302C270 286 330 284 350 300C384 292 446 306 438 330C426 348 210 350 196 330z", "#f9b8c8") + path("M216 324C230 308 262 308 280 312C300 300 330 304 340 312C320 316 240 316 216 324z", "#fff", .6)
    out += group(path("M-58 0H58L8 -128C4 -136 -4 -136 -8 -128z", gradient(("#f3bd6e", "#d88f3c"), 0, 0, 1, 0)) + clipped(path("M-58 0H58L8 -128C4 -136 -4 -136 -8 -128z", "#000"), "".join(stroke(f"M{-120 + i * 30} 0l70 -140M{120 - i * 30} 0l-70 -140", "#b9732a", 3.5, .7) for i in range(8))) , (330, 226), 13)
    out += path("M232 300C228 232 270 198 322 200C382 202 414 246 404 302C384 318 252 318 232 300z", gradient(("#ffd3de", "#f58fa8", "#db6a88"), .1, 0, .6, 1)) + ellipse(276, 236, 18, 12, "#fff", .7, -35)
    out += stroke("M280 254l14 12M294 254l-14 12M344 254l14 12M358 254l-14 12", "#6b2a40", 6) + stroke("M302 288Q318 276 336 288", "#6b2a40", 6)
    return out + "".join(rect(x, y, 14, 6, c, 3, 1, t) for x, y, c, t in ((196, 282, GOLD, 20), (440, 276, "#7fc4e8", -30), (462, 318, GOLD, 50), (170, 322, "#7fc4e8", -10), (250, 220, GOLD, 40), (372, 228, "#7fc4e8", 10), (330, 218, PAPER, -20))) + stroke("M196 190L176 170M186 220H158M448 190L468 170M458 220H486", "#f0654a", 7, .8)


def loading():
    out = island() + shadow(320, 330, 120, 14)
    for i, (x, y, s) in enumerate(((186, 268, .62), (454, 262, .66))):
        out += pin(x, y, s, ("#ffffff", "#e8f0f5", "#bcd0dd"))
    out += "".join(ellipse(320, 306, r, r * .3, "#fff", o) for r, o in ((130, .2), (92, .3), (54, .45))) + pin(320, 308, 1.72)
    return out + stroke("M208 282Q260 322 296 312M346 312Q400 320 436 278", "#fff", 6, .8, dash="1 14")


def kiosk_hand():
    out = island("#9fb0c4") + shadow(320, 340, 150, 16)
    out += rect(296, 250, 48, 84, "#3d4852") + rect(230, 324, 180, 20, INK, 10) + rect(166, 58, 308, 206, "#20272d", 22) + rect(178, 70, 284, 182, gradient(("#fffdf8", "#f1e8da")), 12)
    for i, c in enumerate((GOLD, "#8fb6cc", CORAL, "#a8cf8a", "#b59bef", "#f5a3c4")):
        x, y = 194 + (i % 3) * 86, 86 + (i // 3) * 80
        out += rect(x, y, 76, 68, gradient((light(c, .35), c)), 12) + rect(x + 12, y + 46, 40, 8, "#fff", 4, .8) + circle(x + 38, y + 25, 13, "#fff", .7)
    out += ring(404, 206, 28, CORAL, 6, .8) + ring(404, 206, 44, CORAL, 5, .35)
    h = path("M-14 0C-14 -14 10 -14 11 0L15 62C20 54 40 56 42 68C48 62 66 66 66 80C74 76 86 82 86 94C88 130 84 150 70 172V214H4V178C-22 158 -40 132 -52 106C-58 92 -42 82 -32 94L-12 116z", gradient(("#efbd97", "#d99a72"), 0, 0, 1, 0)) + rect(-4, 196, 82, 46, gradient((CORAL_LIGHT, CORAL_DARK), 0, 0, 1, 0), 8) + stroke("M15 62V100M42 70V100M66 82V102", "#b87750", 4, .6) + ellipse(-2, 2, 7, 9, "#fff", .5)
    return out + group(h, (402, 204), -8, .82)


def marker():
    """The marker of the selected place: the pin of the application's icon with a white rim. Its tip is at the bottom's middle."""
    d = "M0 0C-6 -22 -46 -46 -46 -86A46 46 0 0 1 46 -86C46 -46 6 -22 0 0z"
    g = ellipse(0, 0, 20, 5, "#10171c", .35) + group(f'<path d="{d}" fill="#fffdf8" stroke="#fffdf8" stroke-width="12"/>' + path(d, gradient((CORAL_LIGHT, CORAL, CORAL_DARK), 0, 0, 1, .2)) + circle(0, -86, 19, PAPER), (0, -8))
    return group(g, (60, 152))


PICTURES = {name: ("state", body, {"bare": True}) for name, body in (
    ("empty-search", empty_search), ("empty-wallet", empty_wallet), ("offline", offline), ("error", error), ("loading", loading),
    ("kiosk-hand", kiosk_hand))}

def waves():
    """One tile of the promenade's mosaic, to be repeated along the lower edge of something dark."""
    return path(wave(20, 13, 60, 14) + wave(52, 15, 60, 14) + wave(86, 17, 60, 14), "#ffffff", .13)


PICTURES["waves"] = ("state", waves, {"bare": True, "size": (120, 120)})
PICTURES["marker"] = ("state", marker, {"bare": True, "size": (120, 160)})
