# SPDX-License-Identifier: GPL-3.0-or-later
"""Lodging and education."""
from draw import *

SKIN = "#d99a72"


def moon(x, y, r):
    return path(f"M{x + r * .3} {y - r}A{r} {r} 0 1 0 {x + r} {y + r * .3}A{r * .8} {r * .8} 0 0 1 {x + r * .3} {y - r}z", "#ffe9ae")


def hotel():
    out = "".join(circle(x, y, r, "#fff", .9) for x, y, r in ((84, 70, 2.5), (140, 120, 2), (186, 48, 3), (470, 58, 2.5), (560, 150, 2.5), (604, 70, 2), (52, 170, 2), (430, 30, 2), (590, 220, 2)))
    out += moon(536, 88, 34)
    out += path("M0 300V250H36V216H84V262H120V190H176V300zM464 300V214H508V180H560V240H600V206H640V300z", "#2a3f78", .55)
    out += shadow(320, 338, 210, 20)
    w, wd, wl = "#e9eefb", "#aebbe0", "#ffffff"
    out += rect(196, 74, 248, 262, gradient((wl, w, wd), 0, 0, 1, 0), 6) + rect(184, 64, 272, 18, "#54689f", 5) + rect(232, 44, 176, 22, "#6b80ba", 5)
    for r in range(3):
        for c in range(4):
            x, y = 216 + c * 56, 98 + r * 56
            lit = (r * 4 + c * 3) % 5 != 2
            out += rect(x - 4, y - 4, 48, 46, wd, 5) + rect(x, y, 40, 38, gradient(("#ffe9a8", "#ffc65c")) if lit else "#5a73b5", 3)
            out += (path(f"M{x} {y}H{x + 13}Q{x + 11} {y + 22} {x} {y + 30}zM{x + 40} {y}H{x + 27}Q{x + 29} {y + 22} {x + 40} {y + 30}z", "#f2a33a", .7) if lit else path(f"M{x + 4} {y + 30}L{x + 26} {y + 4}H{x + 34}L{x + 10} {y + 34}z", "#fff", .25))
            out += rect(x - 6, y + 40, 52, 6, "#8d9dcb", 3)
    out += rect(254, 272, 132, 64, "#3a4d86") + rect(262, 278, 116, 58, gradient(("#ffe9a8", "#ffc65c"))) + rect(316, 278, 8, 58, "#3a4d86") + circle(309, 308, 3, "#3a4d86") + circle(331, 308, 3, "#3a4d86")
    aw = "M236 258H404L416 282"
    for i in range(6):
        aw += "a16 13 0 0 1 -32 0"
    out += path(aw + "z", CORAL) + "".join(path(f"M{250 + i * 56} 258H{278 + i * 56}L{288 + i * 64} 282a16 13 0 0 1 -32 0z", PAPER) for i in range(3))
    for i in range(5):
        out += group(path("M0 -11L3.2 -3.600L11 -3.400L4.900 1.600L7 9L0 4.800L-7 9L-4.900 1.600L-11 -3.400L-3.200 -3.600z", GOLD), (264 + i * 28, 55), None, .86)
    for f in (lambda s: s, flip):
        out += f(shadow(172, 340, 34, 8) + ellipse(172, 268, 25, 46, gradient((LEAF_LIGHT, LEAF, LEAF_DARK), 0, 0, 1, .3)) + rect(168, 300, 8, 20, WOOD_DARK) + path("M150 314H194L188 340H156z", "#54689f"))
        out += f(stroke("M224 336V300", "#2c3a68", 5) + circle(224, 294, 18, "#ffe9a8", .35) + circle(224, 294, 9, "#fff3cf"))
    return out + path("M276 336H364L388 372H252z", CORAL_DARK) + path("M284 336H356L376 372H264z", CORAL)


def hostel():
    out = shadow(320, 342, 220, 20)
    # window
    out += rect(118, 56, 112, 128, PAPER, 10) + rect(126, 64, 96, 112, gradient(("#ffd6a0", "#ff9f8a", "#8d86e0")), 5) + circle(174, 126, 18, "#fff3cf") + path("M126 158Q150 138 176 154T222 148V171Q222 176 217 176H131Q126 176 126 171z", "#5a63b8") + rect(171, 60, 6, 120, PAPER) + rect(122, 117, 104, 6, PAPER)
    # bunk bed
    post = gradient((WOOD_LIGHT, WOOD, WOOD_DARK), 0, 0, 1, 0)
    out += rect(258, 52, 18, 286, post, 6) + rect(492, 52, 18, 286, post, 6)
    for y, c in ((138, "#4f79cf"), (262, CORAL)):
        out += rect(262, y + 26, 244, 24, WOOD_DARK, 4) + rect(262, y + 22, 244, 20, gradient((WOOD_LIGHT, WOOD)), 4)
        out += rect(276, y - 6, 216, 30, "#e3e6f3", 10) + rect(276, y - 6, 216, 16, PAPER, 8)
        out += rect(280, y - 28, 72, 28, gradient(("#f4f6ff", "#b9c4ea")), 13)
        out += path(f"M352 {y - 8}Q400 {y - 36} 492 {y - 20}V{y + 24}H352Q340 {y + 8} 352 {y - 8}z", gradient((light(c, .25), c, dark(c, .2)), 0, 0, .4, 1)) + path(f"M352 {y - 8}Q366 {y - 18} 384 {y - 22}Q374 {y} 384 {y + 24}H352Q340 {y + 8} 352 {y - 8}z", PAPER, .85)
    # ladder
    out += stroke("M452 120L430 338M490 120L470 338", WOOD_DARK, 10) + stroke("M452 118L430 336M490 118L470 336", WOOD_LIGHT, 6) + "".join(stroke(f"M{450 - i * 4} {150 + i * 38}H{488 - i * 4}", WOOD_LIGHT, 8) for i in range(5))
    # backpack
    b = shadow(0, 72, 66, 12) + stroke("M-20 -62C-20 -88 20 -88 20 -62", "#2d5a52", 9) + rect(-60, -6, 26, 62, "#2d7d6e", 12) + rect(34, -6, 26, 62, "#2d7d6e", 12) + path("M-46 -24C-46 -56 -30 -66 0 -66S46 -56 46 -24V58C46 68 40 72 30 72H-30C-40 72 -46 68 -46 58z", gradient(("#64c2ac", "#3a9a86", "#267262"), .1, 0, .8, 1)) + rect(-32, 10, 64, 46, "#267262", 12) + rect(-32, 8, 64, 42, "#4db19b", 12) + stroke("M-22 24H22", "#267262", 4) + rect(-46, -30, 92, 9, "#267262") + rect(-8, -36, 16, 22, GOLD, 4) + rect(-66, -100, 132, 34, CORAL_DARK, 17) + rect(-66, -100, 132, 28, gradient((CORAL_LIGHT, CORAL)), 14) + circle(-52, -84, 11, CORAL_DARK) + ring(-52, -84, 6, CORAL_LIGHT, 2.5) + rect(-26, -102, 8, 38, "#267262") + rect(18, -102, 8, 38, "#267262")
    return out + group(b, (172, 270)) + group(rect(-36, -6, 34, 14, PAPER, 7) + rect(-34, -10, 24, 10, GOLD, 5) + rect(4, 0, 34, 14, PAPER, 7) + rect(6, -4, 24, 10, GOLD, 5), (330, 350))


def cap(x, y, s=1.0, turn=0):
    """A mortarboard."""
    g = path("M-52 6V38C-52 56 52 56 52 38V6z", gradient(("#3d6675", "#1f3f4c"), 0, 0, 1, 0)) + path("M0 -44L112 0L0 44L-112 0z", gradient(("#4f8294", "#2c5564"), 0, 0, 1, 1)) + path("M0 44L112 0V7L0 52L-112 7V0z", "#1b3843") + stroke("M0 0Q50 4 84 14V58", GOLD, 5) + circle(0, 0, 6, GOLD) + path("M84 54L74 88H94z", GOLD_DARK) + circle(84, 56, 7, GOLD)
    return group(g, (x, y), turn, s)


def course():
    out = shadow(320, 342, 210, 20)
    # board
    out += rect(146, 44, 356, 214, "#2a1a2e", 12, .14) + rect(138, 36, 356, 214, WOOD, 12) + rect(138, 36, 356, 206, gradient((WOOD_LIGHT, WOOD)), 12) + rect(152, 50, 328, 178, gradient(("#2f6b58", "#224f43"), 0, 0, 1, 1), 5)
    ch = "#eaf6ef"
    out += stroke("M180 202V90M180 202H290", ch, 5, .9) + stroke("M190 190Q214 180 228 150T284 92", CORAL_LIGHT, 6) + stroke("M196 196L196 176M220 196V160M244 196V128M268 196V108", ch, 9, .35)
    out += ring(388, 104, 33, ch, 5, .9) + stroke("M388 104L388 71M388 104L416 121", ch, 5, .9) + path("M388 71A33 33 0 0 1 416 121L388 104z", GOLD, .9)
    out += stroke("M334 168H446M334 188H424M334 208H438", ch, 5, .55) + rect(160, 234, 40, 8, PAPER, 4) + rect(208, 234, 24, 8, GOLD, 4)
    # desk, books, cap
    out += rect(112, 322, 416, 20, "#8e5729", 6) + rect(112, 318, 416, 16, gradient((WOOD_LIGHT, WOOD)), 6)
    for x, y, w, c in ((226, 292, 196, "#c95f86"), (240, 264, 172, GOLD), (232, 238, 178, "#4a86c6")):
        out += rect(x, y, w, 27, gradient((light(c, .2), dark(c, .15))), 6) + rect(x + w - 34, y + 4, 36, 18, PAPER, 3) + stroke(f"M{x + w - 30} {y + 10}H{x + w}M{x + w - 30} {y + 16}H{x + w}", "#d6c8ac", 2) + rect(x + 18, y + 6, 8, 15, "#fff", 2, .6)
    out += cap(322, 206, .92)
    # pencils
    out += "".join(group(rect(-7, -92, 14, 92, gradient((light(c), c, dark(c)), 0, 0, 1, 0)) + path("M-7 -92L0 -112L7 -92z", "#ffe3bd") + path("M-2.5 -105L0 -112L2.500 -105z", INK), (x, 290), t) for x, t, c in ((150, -12, CORAL), (166, 2, "#4a86c6"), (180, 14, GOLD))) + path("M136 262H194L188 320H142z", gradient(("#7fd0dd", "#3f9db0", "#2a7d8f"), 0, 0, 1, 0)) + rect(136, 262, 58, 8, "#2a7d8f", 3)
    a = path("M0 -24C-20 -40 -50 -26 -48 6C-46 34 -22 52 0 42C22 52 46 34 48 6C50 -26 20 -40 0 -24z", gradient((CORAL_LIGHT, CORAL, CORAL_DARK), .1, 0, .8, 1)) + stroke("M0 -24Q2 -42 12 -50", WOOD_DARK, 6) + leaf(6, -34, 34, 70) + ellipse(-26, -6, 8, 13, "#fff", .5, 20)
    return out + group(a, (474, 282), None, .86)


def language():
    out = shadow(320, 346, 120, 16)
    # globe
    sea = gradient(("#9be3f5", "#45b1d6", "#2481ad"), .15, .05, .75, 1)
    out += stroke("M238 96A138 138 0 1 0 446 278", GOLD_DARK, 11) + stroke("M238 96A138 138 0 1 0 446 278", GOLD, 6) + rect(312, 318, 16, 22, GOLD_DARK) + ellipse(320, 342, 66, 11, GOLD_DARK) + ellipse(320, 338, 66, 11, GOLD)
    lands = ("M232 148C250 116 284 104 300 112C320 120 304 136 312 146C322 160 296 166 290 180C284 198 262 190 252 206C244 220 228 200 222 190C218 176 226 160 232 148z"
             "M266 224C284 214 306 224 312 240C318 258 300 268 292 288C288 298 276 292 274 280C272 262 256 244 266 224z"
             "M344 116C366 104 404 120 420 148C412 158 394 150 384 156C372 164 354 160 348 148C342 138 336 122 344 116z"
             "M350 176C372 164 408 172 424 188C430 214 418 240 402 262C392 270 384 256 376 244C366 228 334 204 350 176z")
    out += circle(320, 202, 118, sea) + clipped(circle(320, 202, 118, "#000"), path(lands, gradient(("#a9d977", "#5fae4e"), 0, 0, 1, 1))) + stroke("M320 84C250 140 250 264 320 320M320 84C390 140 390 264 320 320M206 172H434M210 236H430", "#fff", 2, .35) + path("M222 170C234 126 268 98 306 92C270 112 246 146 240 190C234 210 216 196 222 170z", "#fff", .4)

    def bubble(x, y, c, inner, left):
        t = "M-30 44L-44 78L-4 46z" if left else "M30 44L44 78L4 46z"
        return group(group(path("M-64 -46H64Q84 -46 84 -26V26Q84 46 64 46H-64Q-84 46 -84 26V-26Q-84 -46 -64 -46z" + t, "#2a1a2e", .16), (4, 8)) + path(t, dark(c, .12)) + rect(-84, -46, 168, 92, gradient((light(c, .2), c)), 24) + inner, (x, y))

    dots = "".join(circle(x, 0, 11, PAPER) for x in (-34, 0, 34))
    lines = rect(-56, -22, 112, 11, "#4fa8c0", 5) + rect(-56, -2, 78, 11, CORAL, 5) + rect(-56, 18, 96, 11, "#4fa8c0", 5, .6)
    out += bubble(470, 106, CORAL, dots, True) + bubble(166, 132, PAPER, lines, False)
    heart = path("M0 22C-24 4 -30 -8 -22 -18C-13 -27 -3 -20 0 -12C3 -20 13 -27 22 -18C30 -8 24 4 0 22z", PAPER)
    return out + group(bubble(0, 0, "#f4bd41", heart, True), (496, 272), None, .72) + sparkle(128, 262, 16) + sparkle(352, 52, 13)


def driving_school():
    # road
    out = path("M250 236H390L600 400H40z", "#56656f") + path("M250 236L40 400H64L256 236zM390 236L600 400H576L384 236z", "#fff", .8) + "".join(path(d, GOLD) for d in ("M317 240h6l2 18h-10z", "M314 268h12l3 28h-18z"))
    out += shadow(320, 344, 168, 22)
    # car, from the front, with the learner's board on the roof
    c, cd, cl = "#38a9c4", "#1f7e98", "#86dcef"
    out += rect(186, 300, 50, 44, "#20282f", 12) + rect(404, 300, 50, 44, "#20282f", 12)
    out += path("M222 196C230 150 238 128 262 126H378C402 128 410 150 418 196z", cd) + path("M240 192C246 160 252 142 268 140H372C388 142 394 160 400 192z", gradient(("#e6f8ff", "#9ed3e6")))
    out += path("M264 192L290 140H322L292 192z", "#fff", .5) + ellipse(284, 190, 22, 18, "#35505c", .55) + ellipse(356, 190, 22, 18, "#35505c", .55) + circle(284, 168, 12, "#35505c", .55) + circle(356, 168, 12, "#35505c", .55)
    out += path("M204 190H436C458 192 468 212 470 240V296C470 310 462 316 450 316H190C178 316 170 310 170 296V240C172 212 182 192 204 190z", gradient((cl, c, cd), 0, 0, 0, 1)) + path("M206 198H434C446 200 452 208 456 220Q320 206 184 220C188 208 194 200 206 198z", "#fff", .35)
    out += rect(150, 168, 40, 26, cd, 12) + rect(450, 168, 40, 26, cd, 12)
    for x in (212, 428):
        out += circle(x, 246, 25, "#d7e9ef") + circle(x, 246, 20, gradient(("#fffbe0", "#ffdf80"), 0, 0, 1, 1)) + ellipse(x - 6, 239, 7, 4, "#fff", 1, -30)
    out += rect(256, 236, 128, 26, "#1b4352", 12) + stroke("M266 244H374M266 254H374", "#3f7f93", 3) + rect(276, 272, 88, 26, PAPER, 5) + rect(284, 279, 72, 12, "#b8c9d0", 3) + rect(164, 292, 312, 22, "#2b6274", 11) + circle(206, 303, 6, GOLD) + circle(434, 303, 6, GOLD)
    out += rect(302, 108, 6, 20, INK) + rect(332, 108, 6, 20, INK) + path("M248 108L262 66H378L392 108z", PAPER) + path("M248 108L251 98H389L392 108z", CORAL) + group(path("M-30 -9L0 -21L30 -9L0 3zM-16 -1V9C-16 15 16 15 16 9V-1L0 6z", INK) + stroke("M26 -8V8", INK, 3), (320, 88))
    # traffic light and cone
    out += rect(540, 190, 8, 150, INK) + shadow(544, 340, 30, 7) + rect(518, 66, 52, 134, INK, 16) + "".join(circle(544, y, 16, k) for y, k in ((92, "#6f2a26"), (132, "#6d5a22"), (172, "#57d38a"))) + circle(544, 172, 24, "#57d38a", .25)
    for x, y, s in ((106, 332, 1.0), (60, 360, .8)):
        out += group(shadow(0, 4, 44, 8) + rect(-40, -6, 80, 12, CORAL_DARK, 5) + path("M-12 -84H12L30 -6H-30z", gradient((CORAL_LIGHT, CORAL, CORAL_DARK), 0, 0, 1, 0)) + path("M-18 -56H18L22 -40H-22zM-25 -26H25L28 -14H-28z", PAPER), (x, y), None, s)
    return out


def kids():
    out = shadow(320, 346, 220, 18)
    # rainbow
    out += "".join(stroke(f"M{320 - r} 232A{r} {r} 0 0 1 {320 + r} 232", c, 22, cap="butt") for r, c in ((172, CORAL), (150, GOLD), (128, "#8ccf6e"), (106, "#5aa8e6"), (84, "#a98ae6")))
    out += "".join(circle(x, y, r, "#fff") for x, y, r in ((124, 226, 26), (156, 210, 32), (190, 226, 24), (450, 226, 24), (484, 210, 32), (516, 226, 26)))+ rect(110, 226, 92, 26, "#fff", 13) + rect(438, 226, 92, 26, "#fff", 13)

    def block(x, y, c, inner, t=0):
        return group(rect(-38, -34, 82, 82, "#2a1a2e", 12, .14) + rect(-40, -40, 80, 80, gradient((light(c, .25), c, dark(c, .2)), 0, 0, 1, 1), 12) + rect(-29, -29, 58, 58, "#fff", 8, .3) + inner, (x, y), t)

    tri = path("M0 -22L24 18H-24z", PAPER)
    st = path("M0 -26L7 -9L26 -8L11 4L16 22L0 12L-16 22L-11 4L-26 -8L-7 -9z", PAPER)
    out += block(248, 300, "#5aa8e6", circle(0, 0, 22, PAPER)) + block(334, 300, CORAL, st) + block(420, 302, "#62b878", tri, 4) + block(294, 214, GOLD, path("M0 24C-26 4 -32 -8 -24 -19C-14 -29 -3 -22 0 -13C3 -22 14 -29 24 -19C32 -8 26 4 0 24z", PAPER), -5) + block(378, 216, "#a98ae6", rect(-18, -18, 36, 36, PAPER, 5), 7)
    # teddy's duck: a bath duck
    d = shadow(0, 62, 66, 11) + path("M-60 14C-70 -8 -58 -20 -50 -10C-36 6 -10 2 10 0C50 -4 66 18 58 38C50 58 22 62 -4 62C-36 62 -54 40 -60 14z", gradient(("#ffe27a", "#f7c02e", "#d99a18"), 0, 0, .4, 1)) + circle(26, -24, 36, gradient(("#ffe88f", "#f7c02e"), 0, 0, .8, 1)) + path("M54 -30C72 -34 84 -26 82 -18C78 -10 62 -8 54 -12z", CORAL) + circle(36, -34, 6, INK) + circle(34, -36, 2, "#fff") + path("M-34 20C-20 44 16 44 24 18C8 26 -16 26 -34 20z", "#e0a31d", .8)
    out += group(d, (144, 284), None, .96)
    # crayons
    for x, c, t in ((494, "#5aa8e6", -14), (516, CORAL, 2), (538, "#62b878", 16)):
        out += group(rect(-10, -96, 20, 110, gradient((light(c), c, dark(c)), 0, 0, 1, 0), 3) + path("M-10 -96L-4 -118H4L10 -96z", dark(c, .15)) + rect(-10, -76, 20, 8, "#fff", 0, .5), (x, 318), t)
    out += path("M478 284H556L548 342H486z", gradient(("#7fd0dd", "#3f9db0", "#2a7d8f"), 0, 0, 1, 0)) + rect(474, 280, 86, 12, "#2a7d8f", 6)
    return out + sparkle(320, 90, 16) + sparkle(108, 150, 12) + sparkle(534, 150, 12)


PICTURES = {
    "hotel": ("lodging", hotel, {"night": True}), "hostel": ("lodging", hostel),
    "course": ("education", course), "language": ("education", language), "driving-school": ("education", driving_school),
    "kids": ("education", kids),
}
