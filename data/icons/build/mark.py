#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the application's icon, the wave mosaic of a promenade with a map pin in it: python3 mark.py HICOLOR-FOLDER"""
import os
import sys


def n(v):
    s = f"{v:.2f}".rstrip("0").rstrip(".")
    return "0" if s in ("-0", "") else s


def crest(x0, x1, y, half, amp):
    """A line of the mosaic from x0 to x1: full arcs, each half a period long, as smooth cubics."""
    out, x, up = "", x0, 1
    step = half if x1 > x0 else -half
    while (x < x1) if step > 0 else (x > x1):
        k = step * .45
        out += f"C{n(x + k)} {n(y - up * amp)} {n(x + step - k)} {n(y - up * amp)} {n(x + step)} {n(y)}"
        x, up = x + step, -up
    return out


def band(x0, halves, y, thick, half, amp):
    """One dark band: its lower edge is its upper edge, moved down."""
    x1 = x0 + halves * half
    back, x, up = "", x1, (1 if halves % 2 else -1)
    for _ in range(halves):
        k = half * .45
        back += f"C{n(x - k)} {n(y + thick - up * amp)} {n(x - half + k)} {n(y + thick - up * amp)} {n(x - half)} {n(y + thick)}"
        x, up = x - half, -up
    return f"M{n(x0)} {n(y)}{crest(x0, x1, y, half, amp)}V{n(y + thick)}{back}z"


def app_icon():
    bands = "".join(band(-14, 6, y, 12.5, 27, 11) for y in (7, 32, 57, 82, 107))
    return f'''<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128" viewBox="0 0 128 128">
<defs>
<linearGradient id="stone" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fffdf8"/><stop offset="1" stop-color="#e9e1d3"/></linearGradient>
<linearGradient id="dark" x1="0" y1="12" x2="0" y2="116" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#3d4a55"/><stop offset="1" stop-color="#1d272f"/></linearGradient>
<linearGradient id="pin" x1="38" y1="0" x2="90" y2="0" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#ff8566"/><stop offset=".55" stop-color="#ee5a3f"/><stop offset="1" stop-color="#d1412b"/></linearGradient>
<clipPath id="tile"><rect x="12" y="12" width="104" height="102" rx="22"/></clipPath>
</defs>
<rect x="12" y="16" width="104" height="104" rx="22" fill="#a89a84"/>
<rect x="12" y="12" width="104" height="102" rx="22" fill="url(#stone)"/>
<g clip-path="url(#tile)"><path d="{bands}" fill="url(#dark)"/></g>
<ellipse cx="66" cy="103" rx="20" ry="5.5" fill="#10171c" fill-opacity=".38"/>
<path d="M64 6C46.3 6 32 20.2 32 37.8C32 62.5 54.6 78.6 61 101.2A3.1 3.1 0 0 0 67 101.2C73.4 78.6 96 62.5 96 37.8C96 20.2 81.7 6 64 6z" fill="#fffdf8" stroke="#fffdf8" stroke-width="7" stroke-linejoin="round"/>
<path d="M64 6C46.3 6 32 20.2 32 37.8C32 62.5 54.6 78.6 61 101.2A3.1 3.1 0 0 0 67 101.2C73.4 78.6 96 62.5 96 37.8C96 20.2 81.7 6 64 6z" fill="url(#pin)"/>
<circle cx="64" cy="38" r="14.5" fill="#fffdf8"/>
<path d="M64 8.5C49 8.5 36.6 19.4 35 34C38.8 22.2 50.2 13.4 64 13.4C77.8 13.4 89.2 22.2 93 34C91.4 19.4 79 8.5 64 8.5z" fill="#fff" fill-opacity=".28"/>
</svg>
'''


def symbolic():
    waves = "".join(band(0, 3, y, 1.6, 16 / 3, 1.4) for y in (10.4, 13.3))
    pin = ("M8 0A4.3 4.3 0 0 1 12.3 4.3C12.3 6 11 6.9 10 8.1C9.2 7.7 8.7 7.6 8 7.6C7.3 7.6 6.8 7.7 6 8.1C5 6.9 3.7 6 3.7 4.3"
           "A4.3 4.3 0 0 1 8 0zM6.2 4.3A1.8 1.8 0 1 0 9.8 4.3A1.8 1.8 0 1 0 6.2 4.3z")
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">'
            f'<path d="{pin}" fill="#2e3436"/><path d="{waves}" fill="#2e3436"/></svg>\n')


def main():
    for path, text in (("scalable/apps/org.rambla.Rambla.svg", app_icon()),
                       ("symbolic/apps/org.rambla.Rambla-symbolic.svg", symbolic())):
        with open(os.path.join(sys.argv[1], path), "w", encoding="utf-8") as f:
            f.write(text)


main()
