/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-comparison.h"
#include "rambla-order-list.h"
#include "rambla-follows.h"
#include "rambla-saved.h"
#include "rambla-wallet.h"
#include "trade-shop.h"

G_BEGIN_DECLS

/* Every page by itself in a window, before the real program with the tiny city, in which somebody has bought
 * something. */
typedef struct
{
  Shop shop;
  char *folder; /* what would be the home */
  RamblaClient *client;
  RamblaClient *merchant_client;
  RamblaWallet *wallet;
  RamblaOrderList *orders;
  RamblaSaved *saved;
  RamblaFollows *follows;
  RamblaComparison *comparison;
  GTimeZone *zone;
  RamblaDeal *deal;   /* whole */
  RamblaStore *store; /* where the merchant stands */
  char *order_id;
  RamblaVoucher *voucher;
  GtkWidget *window;
} PageRoom;

/* One kind of page. */
typedef struct
{
  const char *name;
  /* Returns: (transfer floating): the page; or a window of its own over the room's, then (transfer none) */
  GtkWidget *(*make) (PageRoom *room);
} PageKind;

/* All kinds, up to one without a name. */
extern const PageKind page_kinds[];

PageRoom *page_room_new (void);
void page_room_free (PageRoom *self);

/* Shows @kind and waits until it has what it asked for and stands still. Returns: (transfer none): the page
 */
GtkWidget *page_room_open (PageRoom *self, const PageKind *kind);

/* Shows @kind and waits for nothing. Returns: (transfer none): the page */
GtkWidget *page_room_begin (PageRoom *self, const PageKind *kind);

/* Takes it away and lets everything that it began come to an end. */
void page_room_close (PageRoom *self, GtkWidget *page);

/* How large the next page is shown, in pixels. */
void page_room_set_size (PageRoom *self, int width, int height);

/* Runs the main loop until @n frames of @widget were drawn. */
void page_room_wait_for_frames (GtkWidget *widget, int n);

/* Runs the main loop until @condition holds, at most @seconds. Returns: whether it held */
gboolean page_room_wait (gboolean (*condition) (gpointer data), gpointer data, int seconds);

G_END_DECLS
