#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes Rambla's symbolic icons: python3 icons.py OUTPUT-FOLDER

GTK 4.8 recolours a symbolic icon by setting "fill" on every path, so an icon may hold filled outlines only, no strokes.
Each shape below is therefore written as the outline of its stroke. All outlines run clockwise: under the non-zero rule
they unite where they overlap; cut() turns one round, which punches a hole in a single layer.
"""
import math
import os
import sys


def n(v):
    s = f"{v:.2f}".rstrip("0").rstrip(".")
    return "0" if s in ("-0", "") else s


def pt(x, y):
    return f"{n(x)} {n(y)}"


def disc(cx, cy, r):
    return f"M{pt(cx - r, cy)}A{n(r)} {n(r)} 0 1 1 {pt(cx + r, cy)}A{n(r)} {n(r)} 0 1 1 {pt(cx - r, cy)}z"


def cut_disc(cx, cy, r):
    return f"M{pt(cx - r, cy)}A{n(r)} {n(r)} 0 1 0 {pt(cx + r, cy)}A{n(r)} {n(r)} 0 1 0 {pt(cx - r, cy)}z"


def ring(cx, cy, r, w=2):
    return disc(cx, cy, r + w / 2) + cut_disc(cx, cy, r - w / 2)


def line(*pts, w=2):
    """A polyline with round joints and ends."""
    out = []
    h = w / 2
    for (x0, y0), (x1, y1) in zip(pts, pts[1:]):
        d = math.hypot(x1 - x0, y1 - y0)
        nx, ny = (y1 - y0) / d * h, -(x1 - x0) / d * h
        out.append(f"M{pt(x0 + nx, y0 + ny)}L{pt(x1 + nx, y1 + ny)}A{n(h)} {n(h)} 0 0 1 {pt(x1 - nx, y1 - ny)}"
                   f"L{pt(x0 - nx, y0 - ny)}A{n(h)} {n(h)} 0 0 1 {pt(x0 + nx, y0 + ny)}z")
    return "".join(out)


def arc(cx, cy, r, a0, a1, w=2):
    """An arc from angle a0 clockwise to a1 (degrees, 0 = east, 90 = south), round ends."""
    h = w / 2
    p = lambda rr, a: pt(cx + rr * math.cos(math.radians(a)), cy + rr * math.sin(math.radians(a)))
    big = 1 if a1 - a0 > 180 else 0
    return (f"M{p(r + h, a0)}A{n(r + h)} {n(r + h)} 0 {big} 1 {p(r + h, a1)}A{n(h)} {n(h)} 0 0 1 {p(r - h, a1)}"
            f"A{n(r - h)} {n(r - h)} 0 {big} 0 {p(r - h, a0)}A{n(h)} {n(h)} 0 0 1 {p(r + h, a0)}z")


def rrect(x, y, w, h, r=1.0):
    return (f"M{pt(x + r, y)}H{n(x + w - r)}A{n(r)} {n(r)} 0 0 1 {pt(x + w, y + r)}V{n(y + h - r)}"
            f"A{n(r)} {n(r)} 0 0 1 {pt(x + w - r, y + h)}H{n(x + r)}A{n(r)} {n(r)} 0 0 1 {pt(x, y + h - r)}"
            f"V{n(y + r)}A{n(r)} {n(r)} 0 0 1 {pt(x + r, y)}z")


def cut_rrect(x, y, w, h, r=1.0):
    return (f"M{pt(x + r, y)}A{n(r)} {n(r)} 0 0 0 {pt(x, y + r)}V{n(y + h - r)}A{n(r)} {n(r)} 0 0 0 {pt(x + r, y + h)}"
            f"H{n(x + w - r)}A{n(r)} {n(r)} 0 0 0 {pt(x + w, y + h - r)}V{n(y + r)}"
            f"A{n(r)} {n(r)} 0 0 0 {pt(x + w - r, y)}z")


def frame(x, y, w, h, r=2.0, s=2.0):
    return rrect(x, y, w, h, r) + cut_rrect(x + s, y + s, w - 2 * s, h - 2 * s, max(r - s, 0.01))


def poly(*pts, r=0.0, cut=False):
    """A closed polygon, corners rounded with radius r."""
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(pts, pts[1:] + pts[:1]))
    pts = list(pts)
    if (area < 0) != cut:
        pts.reverse()
    if not r:
        return "M" + "L".join(pt(*p) for p in pts) + "z"
    out = []
    for i, p in enumerate(pts):
        a, b = pts[i - 1], pts[(i + 1) % len(pts)]
        da, db = math.dist(p, a), math.dist(p, b)
        t = min(r, da / 2, db / 2)
        s = (p[0] + (a[0] - p[0]) / da * t, p[1] + (a[1] - p[1]) / da * t)
        e = (p[0] + (b[0] - p[0]) / db * t, p[1] + (b[1] - p[1]) / db * t)
        out.append(("M" if i == 0 else "L") + pt(*s) + "Q" + pt(*p) + " " + pt(*e))
    return "".join(out) + "z"


def band(*pts, w=2, cut=False):
    """A polyline as one outline with mitred joints, so that it can be cut out."""
    h = w / 2
    sides = []
    for sign in (1, -1):
        side = []
        for i, p in enumerate(pts):
            segs = []
            if i > 0:
                segs.append((pts[i - 1], p))
            if i < len(pts) - 1:
                segs.append((p, pts[i + 1]))
            ns = []
            for a, b in segs:
                d = math.dist(a, b)
                ns.append(((b[1] - a[1]) / d, -(b[0] - a[0]) / d))
            mx, my = sum(v[0] for v in ns) / len(ns), sum(v[1] for v in ns) / len(ns)
            k = h / (mx * mx + my * my)
            side.append((p[0] + sign * mx * k, p[1] + sign * my * k))
        sides.append(side)
    return poly(*(sides[0] + sides[1][::-1]), r=w * 0.3, cut=cut)


def star_points(cx, cy, r, k=0.5):
    return [(cx + (r if i % 2 == 0 else r * k) * math.sin(math.radians(36 * i)),
             cy - (r if i % 2 == 0 else r * k) * math.cos(math.radians(36 * i))) for i in range(10)]


PIN = "M8 0A6 6 0 0 1 14 6C14 10.2 9.9 13.4 8.7 15.6A.8 .8 0 0 1 7.3 15.6C6.1 13.4 2 10.2 2 6A6 6 0 0 1 8 0z"
HEART = "M8 15C4.5 12 .6 9.2 .6 5.4C.6 3 2.4 1.2 4.6 1.2C6 1.2 7.3 1.9 8 3.1C8.7 1.9 10 1.2 11.4 1.2C13.6 1.2 15.4 3 15.4 5.4C15.4 9.2 11.5 12 8 15z"
HEART_IN = "M8 12.5C9.6 11.1 13.4 8.6 13.4 5.4C13.4 4.1 12.5 3.2 11.4 3.2C10 3.2 9.1 4.2 8.6 5.6A.65 .65 0 0 1 7.4 5.6C6.9 4.2 6 3.2 4.6 3.2C3.5 3.2 2.6 4.1 2.6 5.4C2.6 8.6 6.4 11.1 8 12.5z"
SHIELD = "M8 .6L14 2.6V7.4C14 11.2 11.6 14 8 15.5C4.4 14 2 11.2 2 7.4V2.6z"
TICKET = ("M2.5 3H13.5A1.5 1.5 0 0 1 15 4.5V6A2 2 0 0 0 15 10V11.5A1.5 1.5 0 0 1 13.5 13H2.5A1.5 1.5 0 0 1 1 11.5"
          "V10A2 2 0 0 0 1 6V4.5A1.5 1.5 0 0 1 2.5 3z")


def scallop(cx, cy, r, count, depth):
    """A badge with a wavy edge, clockwise."""
    pts = []
    for i in range(count * 2):
        a = math.radians(180 / count * i - 90)
        rr = r if i % 2 == 0 else r - depth
        pts.append((cx + rr * math.cos(a), cy + rr * math.sin(a)))
    out = f"M{pt((pts[-1][0] + pts[0][0]) / 2, (pts[-1][1] + pts[0][1]) / 2)}"
    for i, p in enumerate(pts):
        q = pts[(i + 1) % len(pts)]
        out += f"Q{pt(*p)} {pt((p[0] + q[0]) / 2, (p[1] + q[1]) / 2)}"
    return out + "z"


def person(cx, top, r, w, h):
    """Head and shoulders: head of radius r whose top is at `top`, shoulders w wide and h high under it."""
    y = top + 2 * r + 1
    k = min(w / 2, h)
    return (disc(cx, top + r, r)
            + f"M{pt(cx - w / 2, y + h)}V{n(y + k)}A{n(w / 2)} {n(k)} 0 0 1 {pt(cx + w / 2, y + k)}V{n(y + h)}z")


ICONS = {
    # categories
    "catering": line((2, 1.7), (2, 4.5), w=1.4) + line((4.5, 1.7), (4.5, 6), w=1.4) + line((7, 1.7), (7, 4.5), w=1.4)
    + "M1.3 4.4H7.7V5A3.2 3.2 0 0 1 1.3 5z" + line((4.5, 7), (4.5, 14.2), w=2)
    + "M10 10.2V1.6C10 1.1 10.5 .9 10.9 1.2C13 2.8 14 5.2 14 8.4V9.4A.8 .8 0 0 1 13.2 10.2z"
    + line((11, 9.5), (11, 14.2), w=2),
    "beauty": ring(3.6, 12.2, 2.1, 1.8) + ring(12.4, 12.2, 2.1, 1.8)
    + line((4.9, 10.2), (11.4, 1.6), w=1.9) + line((11.1, 10.2), (4.6, 1.6), w=1.9),
    "fitness": rrect(3, 3, 3, 10, 1.2) + rrect(10, 3, 3, 10, 1.2) + rrect(0, 5, 2.4, 6, 1) + rrect(13.6, 5, 2.4, 6, 1)
    + "M5 7H11V9H5z",
    "leisure": rrect(1, 7, 14, 8, 1.6) + cut_rrect(3, 9, 10, 4, .3)
    + "M1.2 6L.8 4.4A1.5 1.5 0 0 1 1.9 2.6L3.3 2.3L5.7 5z" + "M4.7 1.9L7.7 1.2L10.1 3.9L7.1 4.6z"
    + "M9.1 .8L12.1 .1A1.5 1.5 0 0 1 13.9 1.2L14.3 2.8L11.5 3.5z" + "M6.9 10L9.6 11L6.9 12.2z",
    "culture": poly((8, .6), (15, 4.6), (15, 6), (1, 6), (1, 4.6), r=.6) + rrect(2.5, 7, 2, 5, .3) + rrect(7, 7, 2, 5, .3)
    + rrect(11.5, 7, 2, 5, .3) + rrect(1, 13, 14, 2, .7),
    "lodging": line((1, 3), (1, 13.6)) + line((15, 9), (15, 13.6)) + "M1 9.2H15V11.6H1z" + disc(4.4, 6.3, 1.9)
    + "M7.2 4.6H12.2A3.8 3.8 0 0 1 16 8.4H7.2z",
    "education": poly((8, 1.4), (16, 5.4), (8, 9.4), (0, 5.4), r=.5)
    + "M3.4 8.3L8 10.6L12.6 8.3V11.2C12.6 12.8 10.5 14 8 14C5.5 14 3.4 12.8 3.4 11.2z" + line((14.4, 6), (14.4, 11.2), w=1.4)
    + disc(14.4, 12, 1.3),
    "health": HEART + poly((7, 4.6), (9, 4.6), (9, 6.6), (11, 6.6), (11, 8.6), (9, 8.6), (9, 10.6), (7, 10.6), (7, 8.6),
                           (5, 8.6), (5, 6.6), (7, 6.6), r=.3, cut=True),
    "cars": "M3.6 3.4A2 2 0 0 1 5.5 2H10.5A2 2 0 0 1 12.4 3.4L13.4 6.3A2.4 2.4 0 0 1 15 8.6V13A1 1 0 0 1 14 14H13A1 1 0 0 1 12 13"
    "V12H4V13A1 1 0 0 1 3 14H2A1 1 0 0 1 1 13V8.6A2.4 2.4 0 0 1 2.6 6.3z"
    + poly((5.2, 3.8), (10.8, 3.8), (11.7, 6.2), (4.3, 6.2), r=.4, cut=True) + cut_disc(3.7, 9, 1) + cut_disc(12.3, 9, 1),
    "photography": "M6 2.4A1 1 0 0 1 6.9 2H9.1A1 1 0 0 1 10 2.4L11 4H13.5A1.5 1.5 0 0 1 15 5.5V12.5A1.5 1.5 0 0 1 13.5 14"
    "H2.5A1.5 1.5 0 0 1 1 12.5V5.5A1.5 1.5 0 0 1 2.5 4H5z" + cut_disc(8, 8.8, 3.5) + disc(8, 8.8, 1.9),
    "shops": "M2.7 5H13.3A.9 .9 0 0 1 14.2 5.8L15 13.8A1.1 1.1 0 0 1 13.9 15H2.1A1.1 1.1 0 0 1 1 13.8L1.8 5.8A.9 .9 0 0 1 2.7 5z"
    + cut_disc(5.5, 7.4, .9) + cut_disc(10.5, 7.4, .9) + arc(8, 4, 2.5, 180, 360, 1.8) + line((5.5, 4), (5.5, 4.8), w=1.8)
    + line((10.5, 4), (10.5, 4.8), w=1.8),
    # what is bought
    "voucher": TICKET + cut_rrect(5.4, 4.6, 1.2, 1.6, .5) + cut_rrect(5.4, 7.2, 1.2, 1.6, .5)
    + cut_rrect(5.4, 9.8, 1.2, 1.6, .5),
    "coupon": scallop(8, 8, 8.3, 10, 1.7) + cut_disc(5.6, 5.8, 1.4) + cut_disc(10.4, 10.2, 1.4)
    + band((10.9, 4.7), (5.1, 11.3), w=1.6, cut=True),
    "booking": rrect(1, 2, 14, 13, 2) + cut_rrect(3, 6, 10, 7, .4) + rrect(3.5, .4, 2, 3.4, 1) + rrect(10.5, .4, 2, 3.4, 1)
    + line((5.6, 9.4), (7.3, 11.1), (10.6, 7.8), w=1.6),
    "group": person(8, 2.2, 2.4, 8, 5) + disc(2.9, 5.6, 1.7) + disc(13.1, 5.6, 1.7)
    + "M0 12V10.4A2.8 2.6 0 0 1 3.9 8.2C3.2 9.1 2.9 10.2 2.9 11.4V12z"
    + "M16 12V10.4A2.8 2.6 0 0 0 12.1 8.2C12.8 9.1 13.1 10.2 13.1 11.4V12z",
    "offer": "M1 2.5A1.5 1.5 0 0 1 2.5 1H7.6A2 2 0 0 1 9 1.6L14.5 7.1A2 2 0 0 1 14.5 9.9L9.9 14.5A2 2 0 0 1 7.1 14.5L1.6 9"
    "A2 2 0 0 1 1 7.6z" + cut_disc(4.6, 4.6, 1.5),
    # where and when
    "pin": PIN + cut_disc(8, 6, 2.3),
    "place": "M2.2 1H13.8L15.6 5.2A2 2 0 0 1 13.7 7.4A2 2 0 0 1 11.8 6.6A2.6 2.6 0 0 1 8 6.6A2.6 2.6 0 0 1 4.2 6.6"
    "A2 2 0 0 1 2.3 7.4A2 2 0 0 1 .4 5.2z"
    + "M2 8.4H14V14A1 1 0 0 1 13 15H2.9A1 1 0 0 1 2 14z" + cut_rrect(3.6, 9, 3.6, 3, .4) + cut_rrect(9, 9, 3, 6.2, .4),
    "clock": ring(8, 8, 6) + line((8, 4.6), (8, 8), (10.4, 9.6), w=1.8),
    "distance": ring(3.4, 12.6, 1.7, 1.7) + "M11.4 0A4.2 4.2 0 0 1 15.6 4.2C15.6 6.8 13.2 8.5 12.1 10.2A.85 .85 0 0 1 10.7 10.2"
    "C9.6 8.5 7.2 6.8 7.2 4.2A4.2 4.2 0 0 1 11.4 0z" + cut_disc(11.4, 4.2, 1.6) + disc(7.2, 13.4, .9) + disc(9.8, 13.4, .9)
    + disc(12.4, 13.4, .9),
    "walk": disc(9, 1.9, 1.8) + line((8.3, 5.4), (7.6, 9.4), w=2.8) + line((8.3, 9.8), (10.4, 11.4), (11, 14.8), w=1.9)
    + line((7.2, 9.8), (6.4, 12), (4.2, 14.8), w=1.9) + line((8.2, 5), (5, 6.4), (4.4, 8.6), w=1.6)
    + line((8.8, 5), (10.4, 7.2), (12.4, 7.8), w=1.6),
    "hourglass": rrect(2.5, 0, 11, 2, .8) + rrect(2.5, 14, 11, 2, .8)
    + "M4 2.8H12V4.2C12 6.2 9.6 7 9.6 8C9.6 9 12 9.8 12 11.8V13.2H4V11.8C4 9.8 6.4 9 6.4 8C6.4 7 4 6.2 4 4.2z",
    "history": arc(8.4, 8, 6, 215, 495, 2) + poly((.8, 1.8), (.8, 6.8), (5.8, 6.8), r=.5)
    + line((8.4, 4.8), (8.4, 8), (10.6, 9.4), w=1.7),
    # opinion and comparison
    "star": poly(*star_points(8, 8.5, 8.3), r=.7),
    "star-outline": poly(*star_points(8, 8.5, 8.3), r=.7) + poly(*star_points(8, 8.5, 5.1), r=.4, cut=True),
    "compare": line((8, 1.6), (8, 14), w=1.8) + line((3, 3.6), (13, 3.6), w=1.8) + rrect(4.5, 13.2, 7, 1.8, .8)
    + "M0 8.6H6A3 3 0 0 1 0 8.6z" + "M10 8.6H16A3 3 0 0 1 10 8.6z" + line((3, 4.2), (.9, 8.6), w=1.1)
    + line((3, 4.2), (5.1, 8.6), w=1.1) + line((13, 4.2), (10.9, 8.6), w=1.1) + line((13, 4.2), (15.1, 8.6), w=1.1),
    "filter": poly((1, 1.6), (15, 1.6), (15, 3.4), (9.8, 9), (9.8, 13), (6.2, 15.4), (6.2, 9), (1, 3.4), r=.9),
    "sort": line((4, 2), (4, 13.4)) + line((1.2, 10.8), (4, 13.6), (6.8, 10.8)) + line((9, 3), (15, 3)) + line((9, 8), (13.4, 8))
    + line((9, 13), (11.6, 13)),
    # having and showing
    "wallet": "M3 2H11.6A1.4 1.4 0 0 1 13 3.4V4H3A1 1 0 0 0 3 5H13.5A1.5 1.5 0 0 1 15 6.5V13.5A1.5 1.5 0 0 1 13.5 15H3A2 2 0 0 1 1 13"
    "V4A2 2 0 0 1 3 2z" + cut_disc(11.8, 10, 1.4),
    "counter": "M1.4 12A6.6 6.6 0 0 1 14.6 12z" + rrect(0, 13, 16, 2, .9) + rrect(7, 3.6, 2, 3, .4) + rrect(5.6, 2, 4.8, 2, 1),
    "scan": line((1, 5), (1, 1), (5, 1)) + line((11, 1), (15, 1), (15, 5)) + line((15, 11), (15, 15), (11, 15))
    + line((5, 15), (1, 15), (1, 11)) + line((3.6, 8), (12.4, 8)),
    "qr": "".join(frame(x, y, 6, 6, .8, 1.4) + rrect(x + 2.3, y + 2.3, 1.4, 1.4, .1) for x, y in ((1, 1), (9, 1), (1, 9)))
    + rrect(9, 9, 2, 2, .2) + rrect(13, 9, 2, 2, .2) + rrect(11, 11, 2, 2, .2) + rrect(9, 13, 2, 2, .2) + rrect(13, 13, 2, 2, .2),
    "share": disc(12.6, 3, 2.6) + disc(3.2, 8, 2.6) + disc(12.6, 13, 2.6) + line((12.6, 3), (3.2, 8), (12.6, 13), w=1.6),
    "check-circle": disc(8, 8, 7.4) + band((4, 8), (7, 11), (12, 5.6), w=2, cut=True),
    "cross-circle": disc(8, 8, 7.4) + poly(*[(8 + x, 8 + y) for x, y in (
        (0, -1.42), (2.3, -3.72), (3.72, -2.3), (1.42, 0), (3.72, 2.3), (2.3, 3.72), (0, 1.42), (-2.3, 3.72), (-3.72, 2.3),
        (-1.42, 0), (-3.72, -2.3), (-2.3, -3.72))], r=.3, cut=True),
    "shield": SHIELD + band((4.9, 7.8), (7.2, 10.1), (11.2, 5.6), w=1.9, cut=True),
    # pages
    "explore": ring(8, 8, 6.2, 1.8) + poly((11.6, 4.4), (9.3, 9.3), (4.4, 11.6), (6.7, 6.7), r=.4) + cut_disc(8, 8, 1),
    "heart": HEART,
    "heart-outline": HEART + HEART_IN,
    "orders": "M3 0H13A1 1 0 0 1 14 1V15.2A.6 .6 0 0 1 13 15.6L11.3 14.2L9.7 15.6A.6 .6 0 0 1 8.9 15.6L8 14.8L7.1 15.6"
    "A.6 .6 0 0 1 6.3 15.6L4.7 14.2L3 15.6A.6 .6 0 0 1 2 15.2V1A1 1 0 0 1 3 0z" + cut_rrect(4.4, 3, 7.2, 1.6, .6)
    + cut_rrect(4.4, 6.2, 7.2, 1.6, .6) + cut_rrect(4.4, 9.4, 4.4, 1.6, .6),
    "message": "M3 1H13A2 2 0 0 1 15 3V10A2 2 0 0 1 13 12H8L4.7 14.9A.7 .7 0 0 1 3.6 14.4V12H3A2 2 0 0 1 1 10V3A2 2 0 0 1 3 1z"
    + cut_rrect(4, 3.8, 8, 1.6, .6) + cut_rrect(4, 7.2, 5.4, 1.6, .6),
    "account": disc(8, 4.4, 3.6) + "M1.4 15A6.6 5.6 0 0 1 14.6 15z",
    "insights": rrect(1, 9, 3, 6, .8) + rrect(6.5, 5, 3, 10, .8) + rrect(12, 1, 3, 14, .8),
    "money": rrect(0, 3, 16, 10, 1.6) + cut_disc(8, 8, 2.8) + cut_disc(2.9, 8, .9) + cut_disc(13.1, 8, .9),
    "refund": arc(8, 9, 5, 270, 540, 2) + line((4.2, 4), (8, 4)) + poly((5.6, .4), (5.6, 7.6), (1, 4), r=.6),
    "offline": arc(8, 13, 9.2, 222, 318, 1.9) + arc(8, 13, 5.2, 222, 318, 1.9) + disc(8, 13, 1.7)
    + line((2, 1.6), (14, 14.4), w=1.7),
    "phone": rrect(3, 0, 10, 16, 2) + cut_rrect(4.8, 2.2, 6.4, 10, .4) + cut_disc(8, 14, .9),
    "gift": rrect(0, 4, 16, 4, 1) + cut_rrect(7.1, 4, 1.8, 4, .01) + "M1.4 9H7.1V15.4H2.8A1.4 1.4 0 0 1 1.4 14z"
    + "M8.9 9H14.6V14A1.4 1.4 0 0 1 13.2 15.4H8.9z" + arc(5.4, 2.4, 1.5, 60, 360, 1.5) + arc(10.6, 2.4, 1.5, 180, 480, 1.5),
    "kiosk": rrect(2, 0, 12, 11, 1.6) + cut_rrect(3.8, 1.8, 8.4, 7.4, .3) + "M6.8 10.5H9.2V14H6.8z" + rrect(4, 13.6, 8, 2.2, 1),
    "reach": line((8, 1.2), (8, 9.4)) + line((4.4, 6), (8, 9.6), (11.6, 6)) + rrect(1, 12.4, 14, 2.6, 1.2),
}

# Half a star: the left half is solid, of the right half only the rim is left.
_outer, _inner = star_points(8, 8.5, 8.3), star_points(8, 8.5, 5.1)
ICONS["star-half"] = poly(*_outer, r=.7) + poly((8, _inner[0][1]), *_inner[1:5], (8, _inner[5][1]), r=.3, cut=True)


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for name, data in ICONS.items():
        with open(os.path.join(folder, f"rambla-{name}-symbolic.svg"), "w", encoding="utf-8") as f:
            f.write('<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">'
                    f'<path d="{data}" fill="#2e3436"/></svg>\n')


main()
