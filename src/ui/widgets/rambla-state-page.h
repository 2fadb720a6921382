/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_STATE_PAGE (rambla_state_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaStatePage, rambla_state_page, RAMBLA, STATE_PAGE, AdwBin)

/**
 * RamblaStatePage:
 *
 * Shows its content, or one of four pages that say why there is none: loading, empty, offline, failed. Signal
 * `retry`: the person asks to try again. The loading page appears only when it takes more than a moment, so
 * that nothing flickers.
 */

/** rambla_state_page_new: a page around @content, in the loading state. */
GtkWidget *rambla_state_page_new (GtkWidget *content);

/** rambla_state_page_set_content: what is shown when there is something to show. */
void rambla_state_page_set_content (RamblaStatePage *self, GtkWidget *content);

/** rambla_state_page_show_content: there is something to show. */
void rambla_state_page_show_content (RamblaStatePage *self);

/** rambla_state_page_show_loading: waiting; @what (nullable) says for what. */
void rambla_state_page_show_loading (RamblaStatePage *self, const char *what);

/**
 * rambla_state_page_show_empty:
 * @illustration: an illustration's id, like "empty-search"
 * @title: what there is none of
 * @description: (nullable): what to do about it
 * @label: (nullable): label of a button, %NULL for none
 * @action: (nullable): the button's action, detailed where it has a target
 */
void rambla_state_page_show_empty (RamblaStatePage *self,
                                   const char *illustration,
                                   const char *title,
                                   const char *description,
                                   const char *label,
                                   const char *action);

/** rambla_state_page_show_error: the offline page when the platform was not reached, the failed page
 * otherwise. */
void rambla_state_page_show_error (RamblaStatePage *self, const GError *error);

/** rambla_state_page_get_state: content, loading, empty, offline or failed; for tests and for pages that keep
 * old content. */
const char *rambla_state_page_get_state (RamblaStatePage *self);

/** rambla_state_page_retry_all: the platform can be reached again: each page in @widget that says it could
 * not, or whose content may be from before, asks again by itself. */
void rambla_state_page_retry_all (GtkWidget *widget);

G_END_DECLS
