/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the windows are drawn with. */

#pragma once

#include <gtk/gtk.h>

/**
 * rambla_drawing_choose: spares a program that will be drawn without a graphics card what only such a card is
 * good for: OpenGL done by the processor takes some 100 ms and 40 MiB to set up, and draws more slowly than
 * cairo. That is so where no card can render, and where GSK_RENDERER says `cairo`; anything else said there
 * is obeyed. To be called first of all, before there are threads; changes the environment until
 * rambla_drawing_chosen().
 */
void rambla_drawing_choose (void);

/** rambla_drawing_chosen: programs started from here find their environment as it was. Call it once GTK is
 * there. */
void rambla_drawing_chosen (void);
