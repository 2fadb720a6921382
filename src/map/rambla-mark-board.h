/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-cluster-index.h"
#include "rambla-mark-art.h"
#include "rambla-view.h"

G_BEGIN_DECLS

/**
 * RamblaMarkBoard:
 *
 * The marks of a view: laid out anew when the view leaves what they were laid out for, drawn, and found again
 * under the pointer. The part of RamblaClusterLayer that is not a widget.
 */
typedef struct _RamblaMarkBoard RamblaMarkBoard;

/** @widget: for the marks' font, scale and renderer; not referenced, must outlive the board */
RamblaMarkBoard *rambla_mark_board_new (GtkWidget *widget);
void rambla_mark_board_free (RamblaMarkBoard *self);

/** Returns: (transfer none) */
RamblaMarkArt *rambla_mark_board_get_art (RamblaMarkBoard *self);

/** @index: (nullable): what is shown */
void rambla_mark_board_set_index (RamblaMarkBoard *self, RamblaClusterIndex *index);
/** Returns: (transfer none) (nullable) */
RamblaClusterIndex *rambla_mark_board_get_index (RamblaMarkBoard *self);

/** Places that stand out; %RAMBLA_CLUSTER_NO_POINT: none. Returns: whether it is another one now */
gboolean rambla_mark_board_set_highlighted (RamblaMarkBoard *self, guint point);
gboolean rambla_mark_board_set_selected (RamblaMarkBoard *self, guint point);
guint rambla_mark_board_get_highlighted (RamblaMarkBoard *self);
guint rambla_mark_board_get_selected (RamblaMarkBoard *self);

/** What the pointer is over: a place, or the cluster of this id, or neither. */
void rambla_mark_board_set_hovered (RamblaMarkBoard *self, guint point, guint64 cluster);
guint rambla_mark_board_get_hovered (RamblaMarkBoard *self);
guint64 rambla_mark_board_get_hovered_cluster (RamblaMarkBoard *self);

/** Marks a place as looked at. Returns: whether it was not before */
gboolean rambla_mark_board_add_visited (RamblaMarkBoard *self, guint point);

/** The marks look different or are of another size now. */
void rambla_mark_board_invalidate (RamblaMarkBoard *self);

/**
 * Draws the marks of a view.
 * @time: of the frame, in µs
 * @animate: whether marks move when a cluster parts
 *
 * Returns: whether another frame is needed: marks are moving, or pictures have yet to be made
 */
gboolean rambla_mark_board_draw (RamblaMarkBoard *self,
                                 GtkSnapshot *snapshot,
                                 const RamblaView *view,
                                 gint64 time,
                                 gboolean animate);

/** How many marks were drawn last. */
guint rambla_mark_board_get_n_drawn (RamblaMarkBoard *self);

/** What was drawn at a place of the widget, see rambla_cluster_layer_pick(). */
gboolean rambla_mark_board_pick (RamblaMarkBoard *self,
                                 const RamblaView *view,
                                 double x,
                                 double y,
                                 double slop,
                                 RamblaCluster *cluster);

/** At which whole zoom level, above that of the view, a cluster parts. */
guint rambla_mark_board_get_expansion_zoom (RamblaMarkBoard *self, const RamblaView *view, guint64 cluster);

/** How many places lie in a view. */
guint rambla_mark_board_count (RamblaMarkBoard *self, const RamblaView *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaMarkBoard, rambla_mark_board_free)

G_END_DECLS
