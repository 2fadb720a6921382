/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a picture tells of people is taken out; its pixels, its colours and its way up stay. */
#include <string.h>

#include "rambla-image-guard.h"
#include "rambla-image-strip.h"

#define SECRET "34 54 S, 56 11 W"

static void
add_chunk (GByteArray *out, const char *type, const char *data)
{
  guint32 size = GUINT32_TO_BE ((guint32) strlen (data));

  g_byte_array_append (out, (const guint8 *) &size, 4);
  g_byte_array_append (out, (const guint8 *) type, 4);
  g_byte_array_append (out, (const guint8 *) data, (guint) strlen (data));
  g_byte_array_append (out, (const guint8 *) "\1\2\3\4", 4);
}

static GBytes *
make_png (gboolean frames)
{
  static const guint8 head[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0,
                                 13,   'I', 'H', 'D', 'R',  0,    0,    2,    0, 0, 0,
                                 1,    0,   8,   2,   0,    0,    0,    1,    2, 3, 4 };
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, head, sizeof head);
  add_chunk (out, "iCCP", "profile");
  add_chunk (out, "tEXt", SECRET);
  add_chunk (out, "eXIf", SECRET);
  if (frames)
    add_chunk (out, "acTL", "12345678");
  add_chunk (out, "IDAT", "pixels");
  add_chunk (out, "IEND", "");
  g_byte_array_append (out, (const guint8 *) SECRET, strlen (SECRET));
  return g_byte_array_free_to_bytes (out);
}

static void
add_segment (GByteArray *out, guint8 marker, const guint8 *body, gsize size)
{
  const guint8 head[] = { 0xff, marker, (guint8) ((size + 2) >> 8), (guint8) (size + 2) };

  g_byte_array_append (out, head, 4);
  g_byte_array_append (out, body, (guint) size);
}

static GBytes *
make_jpeg (void)
{
  static const guint8 exif[] = "Exif\0\0II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x04\0\0\0Cam\0"
                               "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0" SECRET;
  static const guint8 frame[] = { 8, 1, 0, 2, 0, 3, 1, 0x22, 0 };
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, (const guint8 *) "\xff\xd8", 2);
  add_segment (out, 0xe0, (const guint8 *) "JFIF\0\1\1", 7);
  add_segment (out, 0xe1, exif, sizeof exif - 1);
  add_segment (out, 0xe1, (const guint8 *) "http://ns.adobe.com/xap/1.0/" SECRET, 44);
  add_segment (out, 0xe2, (const guint8 *) "ICC_PROFILE\0\1\1profile", 21);
  add_segment (out, 0xfe, (const guint8 *) SECRET, strlen (SECRET));
  add_segment (out, 0xdb, (const guint8 *) "table", 5);
  add_segment (out, 0xc0, frame, sizeof frame);
  add_segment (out, 0xda, (const guint8 *) "scan", 4);
  g_byte_array_append (out, (const guint8 *) "bits\xff\0bits\xff\xd0more", 16);
  g_byte_array_append (out, (const guint8 *) "\xff\xd9" SECRET, 2 + (guint) strlen (SECRET));
  return g_byte_array_free_to_bytes (out);
}

static GBytes *
make_webp (void)
{
  static const guint8 head[] = { 'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8',
                                 'X', 10,  0,   0,   0, 8, 0, 0, 0,   127, 2,   0,   223, 1,   0 };
  GByteArray *out = g_byte_array_new ();
  guint32 size;

  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (const guint8 *) "VP8L\5\0\0\0pixel\0", 14);
  g_byte_array_append (out, (const guint8 *) "EXIF\x10\0\0\0" SECRET, 24);
  size = GUINT32_TO_LE (out->len - 8);
  memcpy (out->data + 4, &size, 4);
  g_byte_array_append (out, (const guint8 *) SECRET, strlen (SECRET));
  return g_byte_array_free_to_bytes (out);
}

static gboolean
contains (GBytes *bytes, const char *text, gsize length)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, text, length) != NULL;
}

#define KEEPS(bytes, text) g_assert_true (contains (bytes, text, sizeof (text) - 1))

static GBytes *
strip (GBytes *(*make) (void) )
{
  g_autoptr (GBytes) picture = make ();
  g_autoptr (GBytes) stripped = NULL;
  RamblaImageHead head;

  KEEPS (picture, SECRET);
  stripped = rambla_image_strip (picture);
  g_assert_nonnull (stripped);
  g_assert_false (contains (stripped, SECRET, strlen (SECRET)));
  g_assert_cmpint (rambla_image_guard_check (g_bytes_get_data (stripped, NULL), g_bytes_get_size (stripped),
                                             1000000, &head),
                   ==, RAMBLA_IMAGE_FINE);
  return g_steal_pointer (&stripped);
}

static GBytes *
make_still_png (void)
{
  return make_png (FALSE);
}

static void
test_png (void)
{
  g_autoptr (GBytes) stripped = strip (make_still_png);

  KEEPS (stripped, "iCCPprofile");
  KEEPS (stripped, "IDATpixels");
  KEEPS (stripped, "IEND\1\2\3\4");
}

static void
test_jpeg (void)
{
  g_autoptr (GBytes) stripped = strip (make_jpeg);

  KEEPS (stripped, "JFIF");
  KEEPS (stripped, "ICC_PROFILE\0\1\1profile");
  KEEPS (stripped, "table");
  KEEPS (stripped, "bits\xff\0bits\xff\xd0more\xff\xd9");
  g_assert_false (contains (stripped, "Cam", 3));
  /* Turned to the right: 6. */
  KEEPS (stripped, "Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0");
}

static void
test_webp (void)
{
  g_autoptr (GBytes) stripped = strip (make_webp);
  const guint8 *data = g_bytes_get_data (stripped, NULL);

  KEEPS (stripped, "VP8L\5\0\0\0pixel\0");
  g_assert_cmpuint (data[20], ==, 0);
  g_assert_cmpuint (data[4], ==, g_bytes_get_size (stripped) - 8);
}

static void
test_guard (void)
{
  g_autoptr (GBytes) still = make_png (FALSE);
  g_autoptr (GBytes) frames = make_png (TRUE);
  RamblaImageHead head = { RAMBLA_IMAGE_WEBP, 7, 7 };

  g_assert_cmpint (
      rambla_image_guard_check (g_bytes_get_data (still, NULL), g_bytes_get_size (still), 512 * 256, &head),
      ==, RAMBLA_IMAGE_FINE);
  g_assert_cmpuint (head.width, ==, 512);
  g_assert_cmpint (rambla_image_guard_check (g_bytes_get_data (still, NULL), g_bytes_get_size (still),
                                             512 * 256 - 1, &head),
                   ==, RAMBLA_IMAGE_TOO_LARGE);
  g_assert_cmpint (
      rambla_image_guard_check (g_bytes_get_data (frames, NULL), g_bytes_get_size (frames), 512 * 256, &head),
      ==, RAMBLA_IMAGE_ANIMATED);
  g_assert_cmpint (rambla_image_guard_check ((const guint8 *) "GIF89a", 6, 100, &head), ==,
                   RAMBLA_IMAGE_UNKNOWN);
}

/* Cut short it is no picture any more, or one without the secret. */
static void
test_cut (void)
{
  GBytes *(*const makers[]) (void) = { make_still_png, make_jpeg, make_webp };

  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      g_autoptr (GBytes) whole = makers[i]();

      for (gsize length = 0; length <= g_bytes_get_size (whole); length++)
        {
          g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (whole, NULL), MAX (length, 1));
          g_autoptr (GBytes) cut = g_bytes_new (copy, length);
          g_autoptr (GBytes) stripped = rambla_image_strip (cut);

          g_assert_true (stripped == NULL || !contains (stripped, SECRET, strlen (SECRET)));
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-strip/png", test_png);
  g_test_add_func ("/image-strip/jpeg", test_jpeg);
  g_test_add_func ("/image-strip/webp", test_webp);
  g_test_add_func ("/image-strip/guard", test_guard);
  g_test_add_func ("/image-strip/cut", test_cut);
  return g_test_run ();
}
