/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-fault-point-config.h"

G_BEGIN_DECLS

/*
 * Fault points: places at which a test can end the program, stop it or make a step fail, so that what is left
 * behind can be looked at. One lies before or after each durable step of everything that money hangs on.
 *
 *   RAMBLA_FAULT=NAME:N:ACTION[,NAME:N:ACTION…]   at the N-th passing of NAME, counted from 1 in each process
 *   RAMBLA_FAULT_TRACE=FILE                       appends a line with the name and the process's id at each
 *                                                  passing
 *
 * Actions: `kill` ends the process by SIGKILL; `stall` stops the passing thread for RAMBLA_FAULT_STALL_MS
 * milliseconds (2,000 unless said otherwise); `error` and `full` make a step that can fail do so, as if the
 * disk had failed or were full, from the N-th passing on, and are refused at other points.
 *
 * Names are string constants of the form "area.step", each written once in the sources: tests/faults finds
 * them there. Without the build option `fault_points` nothing of it is compiled.
 */

#ifdef RAMBLA_FAULT_POINTS

/**
 * rambla_fault_point:
 * @name: a string constant, "area.step"
 *
 * Marks a place at which a test may end or stop the program.
 */
#define rambla_fault_point(name) rambla_fault_point_pass ("" name)

/**
 * rambla_fault_point_check:
 * @name: a string constant, "area.step"
 * @error: return location
 *
 * The same in front of a step that can fail: a test may also make it fail here.
 *
 * Returns: FALSE with @error %G_IO_ERROR_FAILED or %G_IO_ERROR_NO_SPACE if the step is to fail
 */
#define rambla_fault_point_check(name, error) rambla_fault_point_pass_or_fail ("" name, error)

/* What the two above do; not to be called otherwise. */
void rambla_fault_point_pass (const char *name);
gboolean rambla_fault_point_pass_or_fail (const char *name, GError **error);

#else

#define rambla_fault_point(name) ((void) 0)
#define rambla_fault_point_check(name, error) (TRUE)

#endif

G_END_DECLS
