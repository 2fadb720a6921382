/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-payment-storage.h"
#include "platform-trade.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_INQUIRY_CHARGE,     /* take the money of the saved card; repeating it is safe */
  PLATFORM_INQUIRY_OPEN_PAGE,  /* make a hosted page */
  PLATFORM_INQUIRY_LOOK,       /* ask how it stands */
  PLATFORM_INQUIRY_CLOSE_PAGE, /* close the hosted page; if the buyer was faster, ask how it stands */
} PlatformInquiryKind;

/* What a page has beyond the try itself. Copied. */
typedef struct
{
  const char *locale;  /* or NULL: the browser's */
  gint64 page_seconds; /* how long it is to be open */
} PlatformInquiryDetails;

/**
 * PlatformInquiryFunc:
 * @database: the writer's, in the transaction that took the provider's word
 * @failure: (nullable): why there is no word, or it is that nothing happened; in PLATFORM_PROVIDER_ERROR
 *
 * Writes what belongs to the word, such as the answer to whoever asked.
 */
typedef gboolean (*PlatformInquiryFunc) (PlatformDatabase *database,
                                         const GError *failure,
                                         gpointer data,
                                         GError **error);

/**
 * platform_inquiry_start:
 * @try: copied
 * @details: (nullable): needed for OPEN_PAGE
 * @func: (nullable): see #PlatformInquiryFunc
 * @done: (nullable): told when all is on the disk, in the writer's thread
 * @data: (transfer full): given to both
 * @destroy: (nullable): frees @data after @done
 *
 * Asks the provider, and when it has answered (or not) takes its word with platform_fulfilment_apply(). Never
 * blocks.
 */
void platform_inquiry_start (PlatformTrade *trade,
                             PlatformInquiryKind kind,
                             const PlatformTry *try,
                             const PlatformInquiryDetails *details,
                             PlatformInquiryFunc func,
                             PlatformWriterDone done,
                             gpointer data,
                             GDestroyNotify destroy);

/**
 * platform_inquiry_write_again:
 *
 * Tries once more to write what the provider has said and the disk did not take. For the scheduler.
 */
void platform_inquiry_write_again (PlatformTrade *trade);

/** platform_inquiry_forget_words: frees what could not be written to the end; the next start asks the
 * provider. */
void platform_inquiry_forget_words (PlatformTrade *trade);

G_END_DECLS
