# SPDX-License-Identifier: GPL-3.0-or-later
"""Cars and photography."""
from draw import *


def wheel(x, y, r):
    out = circle(x, y, r, "#20272d") + circle(x, y, r * .86, "#323c44") + circle(x, y, r * .6, gradient((STEEL_LIGHT, STEEL_DARK), 0, 0, 1, 1)) + circle(x, y, r * .5, "#5b6872")
    for i in range(5):
        a, b = polar(x, y, r * .14, i * 72), polar(x, y, r * .54, i * 72)
        out += stroke(f"M{n(a[0])} {n(a[1])}L{n(b[0])} {n(b[1])}", STEEL_LIGHT, r * .15)
    return out + circle(x, y, r * .17, STEEL_LIGHT)


def car(c, cd, cl):
    """A small car from the side, 360 wide, standing on y 100, its middle at x 0."""
    out = path("M-176 62C-182 28 -176 6 -150 0L-104 -10C-84 -44 -62 -66 -22 -68H40C78 -68 98 -44 116 -12C158 -8 178 8 180 40C182 60 176 72 164 72H-164C-172 72 -175 68 -176 62z", gradient((cl, c, cd), 0, 0, 0, 1))
    out += path("M-88 -12C-72 -38 -56 -54 -24 -55H2V-12zM14 -12V-55H40C66 -54 82 -36 96 -12z", gradient(("#eaf8ff", "#a7d3e8"), 0, 0, 1, 1)) + path("M-66 -14L-36 -53H-18L-50 -14zM34 -14L56 -52L66 -46L46 -14z", "#fff", .6)
    out += stroke("M8 -10V64M-98 -2C-96 24 -92 44 -84 58M112 -4C114 20 110 42 102 56", cd, 3, .7) + rect(-30, 6, 26, 6, cd, 3) + rect(24, 6, 26, 6, cd, 3)
    out += path("M-168 4C-130 -6 -90 -8 -60 -8H120C150 -6 164 2 170 14C130 6 -120 6 -168 4z", "#fff", .35) + rect(-178, 56, 358, 16, dark(cd, .3), 8)
    out += path("M-174 18C-162 16 -150 20 -150 28S-162 40 -176 38z", "#ffe9a0") + path("M178 20C166 20 158 26 160 34S170 42 180 42z", CORAL)
    return out + wheel(-106, 66, 36) + wheel(108, 66, 36)


def foam(*spots):
    return ("".join(circle(x + 2, y + 5, r, "#c9e4f2") for x, y, r in spots) + "".join(circle(x, y, r, gradient(("#ffffff", "#edf7fc"))) for x, y, r in spots)
            + "".join(circle(x - r * .3, y - r * .3, r * .22, "#d8eef8") for x, y, r in spots[::3]))


def car_wash():
    out = shadow(320, 332, 220, 22)
    # portal with brushes
    out += rect(112, 54, 36, 278, gradient(("#7fa8c9", "#4a7599"), 0, 0, 1, 0), 8) + rect(492, 54, 36, 278, gradient(("#7fa8c9", "#4a7599"), 0, 0, 1, 0), 8) + rect(100, 36, 440, 46, gradient(("#8db6d6", "#4a7599")), 14) + rect(130, 46, 380, 10, "#fff", 5, .35)
    out += "".join(rect(134 + i * 53, 60, 30, 12, (CORAL, PAPER)[i % 2], 6) for i in range(7))
    for x in (168, 472):
        out += rect(x - 5, 78, 10, 220, "#34536b", 5) + "".join(stamp(ellipse(0, 0, 34, 17, (CORAL, "#4f8fc4")[i % 2]) + stroke("M-28 0h56", "#fff", 3, .35), x, 112 + i * 27) for i in range(7))
    rain = ""
    for i in range(9):
        x = 214 + i * 27
        rain += f"M{x} {94 + (i * 13 % 30)}l-5 {22 + i * 7 % 12}M{x + 4} {146 + (i * 17 % 26)}l-4 16"
    out += stroke(rain, "#fff", 4.5, .8)
    out += group(car("#4aa3df", "#2470a8", "#a5d8fa"), (320, 222), None, .98)
    out += foam((206, 296, 26), (242, 308, 30), (282, 306, 24), (316, 314, 28), (356, 306, 26), (394, 312, 30), (432, 304, 24), (462, 312, 20), (180, 314, 20), (300, 290, 14), (372, 290, 14))
    out += foam((268, 168, 22), (298, 152, 26), (332, 146, 24), (364, 156, 26), (392, 172, 18), (240, 196, 16), (316, 164, 14))
    for x, y, r in ((70, 120, 20), (88, 204, 12), (560, 140, 18), (584, 206, 26), (566, 286, 12), (54, 276, 18), (236, 118, 11), (404, 116, 14)):
        out += stamp(circle(0, 0, 20, "#fff", .35) + ring(0, 0, 20, "#fff", 2.5, .85) + ellipse(-7, -8, 5, 3, "#fff", 1, -35), x, y, 0, r / 20)
    return out + sparkle(430, 222, 18) + sparkle(220, 232, 13)


def workshop():
    out = shadow(320, 344, 190, 18)
    # wall with tools
    out += rect(90, 40, 460, 82, "#fff", 12, .3)
    for i, x in enumerate((122, 158, 190)):
        h = 58 - i * 9
        out += group(path("M-6 10V60H6V10z", STEEL_DARK) + path("M-14 -8L-7 -4V4H7V-4L14 -8V6L8 14H-8L-14 6z", STEEL_DARK), (x, 54), None, h / 62)
    out += rect(444, 54, 16, 34, CORAL, 6) + rect(449, 86, 6, 28, STEEL_DARK) + rect(476, 54, 16, 34, GOLD, 6) + rect(481, 86, 6, 24, STEEL_DARK) + rect(510, 58, 8, 54, WOOD, 3) + rect(496, 50, 36, 18, INK, 5)
    # lift
    for x in (196, 444):
        out += rect(x - 15, 92, 30, 248, gradient(("#ffd461", "#eaa92c", "#c88618"), 0, 0, 1, 0), 6) + "".join(path(f"M{x - 15} {300 - i * 30}l30 -16v14l-30 16z", INK) for i in range(2)) + rect(x - 34, 332, 68, 14, INK, 5) + rect(x - 6, 110, 12, 150, "#8a5c10", 3, .6)
    out += group(car("#3fb09a", "#1f7a6a", "#98e3d3"), (320, 156), None, .92)
    out += rect(176, 238, 130, 14, "#3d4852", 6) + rect(334, 238, 130, 14, "#3d4852", 6) + rect(244, 224, 30, 16, "#56646f", 4) + rect(366, 224, 30, 16, "#56646f", 4)
    # gear and wrench
    def gear(x, y, r, c, teeth=8):
        g = "".join(rect(-r * .2, -r * 1.24, r * .4, r * .5, c, r * .08, 1) if not i else group(rect(-r * .2, -r * 1.24, r * .4, r * .5, c, r * .08), None, i * 360 / teeth) for i in range(teeth))
        return group(g + circle(0, 0, r, c) + circle(0, 0, r * .7, light(c, .3)) + circle(0, 0, r * .36, dark(c, .4)), (x, y))
    out += gear(292, 316, 26, "#6d7d8a")
    w = path("M-14 -96C-34 -88 -40 -62 -26 -46C-20 -40 -16 -36 -16 -28V62C-16 84 16 84 16 62V-28C16 -36 20 -40 26 -46C40 -62 34 -88 14 -96V-66L0 -56L-14 -66z", gradient((STEEL_LIGHT, STEEL, STEEL_DARK), 0, 0, 1, 0)) + circle(0, 60, 7, "#6d7d8a")
    out += group(w, (368, 306), 64, .84)
    # tool box
    b = shadow(0, 46, 70, 10) + stroke("M-26 -20V-38H26V-20", INK, 8) + rect(-64, -22, 128, 66, gradient(("#5f9fd0", "#2f6c9c"), 0, 0, 0, 1), 8) + rect(-64, 2, 128, 8, "#234f74") + rect(-12, -4, 24, 20, GOLD, 4)
    out += group(b, (112, 296), None, .94)
    o = shadow(0, 40, 40, 8) + rect(-30, -34, 60, 74, gradient(("#56656f", "#2f3b45"), 0, 0, 1, 0), 10) + rect(-30, -12, 60, 30, GOLD) + path("M0 -8C8 2 11 6 11 10A11 9 0 0 1 -11 10C-11 6 -8 2 0 -8z", INK) + rect(-22, -50, 22, 20, CORAL, 4)
    return out + group(o, (536, 300))


def tyres():
    out = shadow(300, 344, 210, 20)

    def flat(x, y, rx=104, h=50):
        t = path(f"M{x - rx} {y}V{y + h}A{rx} 22 0 0 0 {x + rx} {y + h}V{y}z", gradient(("#4b5761", "#2c353c", "#171d21"), 0, 0, 1, 0))
        for i in range(13):
            k = -1 + (i + .5) * 2 / 13
            xx = x + rx * k
            yy = y + 22 * (1 - k * k) ** .5
            t += f'<path d="M{n(xx)} {n(yy + 4)}l{n(-5 + k * 3)} {n(h * .4)}l{n(9 - k * 3)} {n(h * .42)}" fill="none" stroke="#14191d" stroke-width="5"/>'
        return t

    for i, y in enumerate((276, 220, 164)):
        dx = (0, 6, -4)[i]
        out += flat(236 + dx, y) + ellipse(236 + dx, y, 104, 22, "#3a444c")
    out += ellipse(232, 164, 104, 22, gradient(("#5d6a75", "#363f47"), 0, 0, 1, 0)) + ellipse(232, 165, 66, 13, "#171d21") + ellipse(232, 168, 58, 10, "#0f1316")
    # standing wheel
    x, y, r = 420, 224, 118
    out += circle(x + 16, y + 2, r, "#12171a") + "".join(group(rect(-9, -r - 5, 24, 16, "#1f262b", 4), (x + 6, y), a) for a in range(0, 360, 15)) + circle(x, y, r, gradient(("#4b5761", "#2c353c", "#1a2024"), 0, 0, 1, 1)) + ring(x, y, r * .86, "#56636d", 3) + ring(x, y, r * .76, "#1a2024", 4, .8)
    out += circle(x, y, r * .66, gradient((STEEL_LIGHT, STEEL_DARK), 0, 0, 1, 1)) + circle(x, y, r * .58, "#39434b")
    spoke = path("M-15 -12L-22 -66Q0 -76 22 -66L15 -12z", gradient((STEEL_LIGHT, STEEL), 0, 0, 1, 0)) + path("M-4 -20L-7 -62H7L4 -20z", "#6d7d8a")
    out += "".join(group(spoke, (x, y), a) for a in range(0, 360, 72)) + circle(x, y, 25, STEEL_LIGHT) + circle(x, y, 17, CORAL) + circle(x - 5, y - 5, 5, "#fff", .6) + "".join(circle(*polar(x, y, 21, a + 36), 2.6, "#56636d") for a in range(0, 360, 72))
    out += stroke("M330 170A104 104 0 0 1 388 126", "#fff", 7, .4)
    # cross spanner
    out += group(stroke("M0 -60V60M-60 0H60", STEEL_DARK, 13) + stroke("M-2 -60V60M-60 -2H60", STEEL_LIGHT, 5) + "".join(group(rect(-11, -70, 22, 24, "#6d7d8a", 5), None, a) for a in (0, 90, 180, 270)), (92, 290), 24, .86)
    return out + sparkle(520, 104, 18) + sparkle(120, 120, 14)


def fuel():
    out = shadow(300, 342, 130, 18)
    c, cd, cl = CORAL, CORAL_DARK, CORAL_LIGHT
    # roof
    out += path("M96 44H544L528 92H112z", gradient(("#ffffff", "#dfe8ee"))) + path("M112 92H528L523 106H117z", "#3f7fae") + rect(150, 104, 20, 232, "#c9d5de") + rect(484, 104, 20, 232, "#c9d5de")
    # hose
    out += stroke("M384 216C430 210 420 312 450 312C486 312 464 250 442 214", INK, 11) + stroke("M384 216C430 210 420 312 450 312C486 312 464 250 442 214", "#66747f", 3.5)
    # pump
    out += rect(206, 318, 192, 22, INK, 6) + rect(220, 118, 164, 204, gradient(("#8fc3e6", "#4d8fbe", "#2f6c9c"), 0, 0, 1, 0), 18) + rect(228, 124, 12, 190, "#fff", 6, .45) + rect(236, 140, 132, 78, "#234f74", 10) + rect(244, 148, 116, 62, gradient(("#f4fbff", "#cfe6f2")), 6)
    out += "".join(rect(256 + i * 26, 158, 18, 24, "#234f74", 3) for i in range(4)) + rect(256, 190, 62, 9, "#8fb6cf", 4) + rect(324, 190, 26, 9, CORAL, 4)
    out += path("M302 232C326 264 334 276 334 288A32 30 0 0 1 270 288C270 276 278 264 302 232z", PAPER) + path("M302 252C316 272 320 280 320 287A18 17 0 0 1 284 287C284 280 288 272 302 252z", GOLD) + ellipse(294, 286, 4, 8, "#fff", .8, 14)
    # nozzle
    nz = path("M-14 -50H22Q30 -50 30 -42V-30L62 -46Q70 -50 74 -44L78 -36L30 -6V52Q30 62 20 62H0Q-10 62 -10 52V-6Q-22 -10 -22 -26V-42Q-22 -50 -14 -50z", gradient((CORAL_LIGHT, CORAL, CORAL_DARK), 0, 0, 1, 0)) + path("M62 -46L104 -66Q114 -68 112 -58L78 -36z", STEEL) + stroke("M-8 14C-30 14 -30 44 -8 46", INK, 7) + rect(-2, 4, 22, 46, "#fff", 8, .2)
    out += group(nz, (432, 188), None, .94)
    out += group(path("M0 -20C12 -4 16 2 16 9A16 15 0 0 1 -16 9C-16 2 -12 -4 0 -20z", GOLD), (556, 168)) + group(path("M0 -20C12 -4 16 2 16 9A16 15 0 0 1 -16 9C-16 2 -12 -4 0 -20z", GOLD), (570, 214), None, .6)
    # jerrycan
    j = shadow(0, 54, 54, 9) + stroke("M-22 -34V-54H16V-34", "#2f7a52", 9) + path("M-42 -38H26L44 -20V44Q44 54 34 54H-32Q-42 54 -42 44z", gradient(("#7cc69a", "#3f9468", "#2c6d4b"), 0, 0, 1, 0)) + stroke("M-22 -14L24 34M24 -14L-22 34", "#2c6d4b", 7) + rect(26, -48, 18, 22, INK, 4)
    return out + group(j, (110, 288), None, .92) + sparkle(196, 168, 13)


def photo():
    out = shadow(320, 336, 200, 22)

    def print_(x, y, t, inner):
        return group(rect(-56, -64, 118, 142, "#2a1a2e", 4, .16) + rect(-60, -70, 120, 142, PAPER, 4) + clipped(rect(-50, -60, 100, 98, "#000"), inner), (x, y), t)

    sea = rect(-50, -60, 100, 98, gradient(("#ffd9a0", "#ffab8c"))) + circle(14, -20, 17, "#fff3cf") + rect(-50, 0, 100, 40, "#5aa0c4") + stroke("M-50 12q12 -8 24 0t24 0t24 0t24 0", "#fff", 4, .8) + stroke("M-50 26q12 -8 24 0t24 0t24 0t24 0", "#fff", 4, .5)
    hill = rect(-50, -60, 100, 98, "#bfe3f2") + path("M-60 40L-20 -24L8 10L28 -14L66 40z", LEAF) + path("M-20 -24L8 10L-10 40H-60z", LEAF_DARK, .5) + circle(24, -40, 11, GOLD)
    out += print_(136, 156, -14, sea) + print_(514, 152, 13, hill)
    # camera
    out += path("M222 124L240 86Q244 78 254 78H338Q348 78 352 86L370 124z", "#3a434a") + rect(286, 84, 34, 12, "#fff", 6, .12) + rect(404, 100, 48, 26, "#2b3238", 8) + rect(410, 90, 36, 18, CORAL, 7) + rect(168, 106, 38, 20, "#2b3238", 7)
    out += rect(144, 118, 352, 214, "#20262b", 28) + rect(144, 114, 352, 210, gradient(("#6a7680", "#454f57", "#333b42"), .1, 0, .6, 1), 28) + rect(144, 166, 352, 106, "#8a5a3c") + rect(144, 166, 352, 106, gradient([(0, "#c48a5a"), (1, "#7c4c2e")])) + rect(164, 122, 150, 8, "#fff", 4, .3) + rect(144, 162, 352, 5, GOLD) + rect(144, 271, 352, 5, GOLD)
    out += rect(172, 132, 62, 24, "#20262b", 7) + rect(178, 136, 50, 16, gradient(("#c9e7f5", "#7fb3cc"), 0, 0, 1, 1), 4) + circle(456, 142, 10, CORAL) + circle(453, 139, 3, "#fff", .7)
    x, y = 320, 220
    out += circle(x + 4, y + 8, 97, "#15191c", .5) + circle(x, y, 96, gradient((STEEL_LIGHT, STEEL, STEEL_DARK), 0, 0, 1, 1)) + circle(x, y, 86, "#262d33") + "".join(group(rect(-2, -84, 4, 9, "#6d7d8a", 2), (x, y), a) for a in range(0, 360, 20)) + circle(x, y, 70, "#12161a") + circle(x, y, 60, radial([(0, "#6fb6d9"), (.55, "#2f5f86"), (1, "#141c33")], .4, .4, .65)) + ring(x, y, 44, "#8a7bd0", 3, .6) + circle(x, y, 27, "#0d1424") + circle(x, y, 20, "#2a3f6e")
    out += ellipse(x - 22, y - 24, 18, 12, "#fff", .85, -40) + circle(x + 20, y + 20, 7, "#fff", .45) + path(f"M{x - 50} {y + 8}A52 52 0 0 0 {x - 6} {y + 51}A60 60 0 0 1 {x - 50} {y + 8}z", "#f7a8c0", .6)
    return out + sparkle(444, 62, 22) + sparkle(476, 88, 12) + stroke("M144 180Q92 190 96 250T120 330", "#3a2a22", 9)


PICTURES = {
    "car-wash": ("cars", car_wash), "workshop": ("cars", workshop), "tyres": ("cars", tyres), "fuel": ("cars", fuel),
    "photo": ("photography", photo),
}
