/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a picture says of itself, read from its first bytes; and nothing but that from anything else. */
#include "rambla-image-head.h"

#include <string.h>

static const guint8 png[] = { 0x89, 'P',  'N', 'G', '\r', '\n', 0x1a, '\n', 0,    0, 0,
                              13,   'I',  'H', 'D', 'R',  0,    0,    2,    0x80, 0, 0,
                              1,    0xe0, 8,   2,   0,    0,    0,    1,    2,    3, 4 };
/* SOI, an application segment, a table, then the frame: 480 lines of 640. */
static const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xe0, 0, 4,    1,    2, 0xff, 0xc4, 0, 3,    9, 0xff,
                               0xff, 0xc2, 0,    11,   8, 0x01, 0xe0, 2, 0x80, 3,    1, 0x22, 0 };
static const guint8 webp_lossless[] = { 'R',  'I',  'F',  'F',  22,  0,   0,  0, 'W', 'E',
                                        'B',  'P',  'V',  'P',  '8', 'L', 10, 0, 0,   0,
                                        0x2f, 0x7f, 0xc2, 0x77, 0,   0,   0,  0, 0,   0 };
static const guint8 webp_extended[] = { 'R', 'I', 'F', 'F', 22, 0, 0, 0, 'W', 'E',  'B', 'P', 'V',  'P', '8',
                                        'X', 10,  0,   0,   0,  0, 0, 0, 0,   0x7f, 2,   0,   0xdf, 1,   0 };

static const struct
{
  const guint8 *bytes;
  gsize length;
  RamblaImageType type;
} samples[] = {
  { png, sizeof png, RAMBLA_IMAGE_PNG },
  { jpeg, sizeof jpeg, RAMBLA_IMAGE_JPEG },
  { webp_lossless, sizeof webp_lossless, RAMBLA_IMAGE_WEBP },
  { webp_extended, sizeof webp_extended, RAMBLA_IMAGE_WEBP },
};

static void
test_kinds (void)
{
  RamblaImageHead head;

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_assert_true (rambla_image_head_read (samples[i].bytes, samples[i].length, &head));
      g_assert_cmpint (head.type, ==, samples[i].type);
      g_assert_cmpuint (head.width, ==, 640);
      g_assert_cmpuint (head.height, ==, 480);
    }
  g_assert_cmpstr (rambla_image_type_to_string (RAMBLA_IMAGE_WEBP), ==, "image/webp");
}

/* The frame tag of a lossy picture lies at its place, or it is none. */
static void
test_lossy (void)
{
  guint8 bytes[38];
  RamblaImageHead head;

  memset (bytes, 0, sizeof bytes);
  memcpy (bytes, "RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0", 20);
  g_assert_false (rambla_image_head_read (bytes, sizeof bytes, &head));
  bytes[23] = 0x9d;
  bytes[24] = 0x01;
  bytes[25] = 0x2a;
  bytes[26] = 0x80;
  bytes[27] = 2;
  bytes[28] = 0xe0;
  bytes[29] = 1;
  g_assert_true (rambla_image_head_read (bytes, sizeof bytes, &head));
  g_assert_cmpuint (head.width, ==, 640);
  g_assert_cmpuint (head.height, ==, 480);
}

static void
test_broken (void)
{
  static const char *const others[] = { "", "GIF89a", "<svg xmlns=", "BM", "RIFF\x16", "\xff\xd8\xff" };
  RamblaImageHead head = { RAMBLA_IMAGE_PNG, 7, 7 };
  guint8 none[33];

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (rambla_image_head_read ((const guint8 *) others[i], strlen (others[i]), &head));
  memcpy (none, png, sizeof none);
  memset (none + 16, 0, 4);
  g_assert_false (rambla_image_head_read (none, sizeof none, &head));
  memset (none + 16, 0xff, 4);
  g_assert_false (rambla_image_head_read (none, sizeof none, &head));
  g_assert_cmpuint (head.width, ==, 7);
}

/* Cut anywhere and changed anywhere: an answer, and nothing read behind the end. */
static void
test_cut_and_changed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    for (gsize length = 0; length <= samples[i].length; length++)
      {
        g_autofree guint8 *bytes = g_memdup2 (samples[i].bytes, MAX (length, 1));
        RamblaImageHead head;

        rambla_image_head_read (bytes, length, &head);
        for (guint change = 0; length > 0 && change < 200; change++)
          {
            bytes[g_test_rand_int_range (0, (gint32) length)] = (guint8) g_test_rand_int ();
            if (rambla_image_head_read (bytes, length, &head))
              g_assert_true (head.width > 0 && head.height > 0);
          }
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-head/kinds", test_kinds);
  g_test_add_func ("/image-head/lossy", test_lossy);
  g_test_add_func ("/image-head/broken", test_broken);
  g_test_add_func ("/image-head/cut-and-changed", test_cut_and_changed);
  return g_test_run ();
}
