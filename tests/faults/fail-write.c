/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that is full or broken on demand, for LD_PRELOAD. While the file RAMBLA_FAIL_SWITCH is there, what
 * is written to files below RAMBLA_FAIL_UNDER fails as its first word says: "full" (ENOSPC for what needs
 * room), "broken" (EIO for every write) or "unsafe" (EIO for every fsync: the write went well, its durability
 * did not).
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* Which of the three it is now; '\0': the disk is well. */
static char
get_trouble (int fd)
{
  const char *path = getenv ("RAMBLA_FAIL_SWITCH");
  const char *under = getenv ("RAMBLA_FAIL_UNDER");
  char link[64];
  char file[4096];
  char word = '\0';
  int saved = errno;
  ssize_t length;
  int lever;

  if (path == NULL || under == NULL)
    return '\0';
  lever = open (path, O_RDONLY | O_CLOEXEC);
  if (lever >= 0)
    {
      if (read (lever, &word, 1) != 1)
        word = '\0';
      close (lever);
    }
  if (word != '\0')
    {
      snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
      length = readlink (link, file, sizeof file - 1);
      file[length > 0 ? length : 0] = '\0';
      if (strncmp (file, under, strlen (under)) != 0)
        word = '\0';
    }
  errno = saved;
  return word;
}

/* 0, or the error with which a write fails. */
static int
fails_write (int fd)
{
  char trouble = get_trouble (fd);

  return trouble == 'f' ? ENOSPC : trouble == 'b' ? EIO : 0;
}

#define NEXT(name) ((__typeof__ (name) *) dlsym (RTLD_NEXT, #name))

#define DEFINE_WRITE(name, parameters, arguments)                                                            \
  ssize_t name parameters                                                                                    \
  {                                                                                                          \
    static __typeof__ (name) *next;                                                                          \
    int error = fails_write (fd);                                                                            \
                                                                                                             \
    if (next == NULL)                                                                                        \
      next = NEXT (name);                                                                                    \
    if (error == 0)                                                                                          \
      return next arguments;                                                                                 \
    errno = error;                                                                                           \
    return -1;                                                                                               \
  }

#define DEFINE_GROW(name, parameters, arguments)                                                             \
  int name parameters                                                                                        \
  {                                                                                                          \
    static __typeof__ (name) *next;                                                                          \
    int error = fails_write (fd);                                                                            \
                                                                                                             \
    if (next == NULL)                                                                                        \
      next = NEXT (name);                                                                                    \
    if (error == 0)                                                                                          \
      return next arguments;                                                                                 \
    errno = error;                                                                                           \
    return -1;                                                                                               \
  }

#define DEFINE_SYNC(name)                                                                                    \
  int name (int fd)                                                                                          \
  {                                                                                                          \
    static __typeof__ (name) *next;                                                                          \
    char trouble = get_trouble (fd);                                                                         \
                                                                                                             \
    if (next == NULL)                                                                                        \
      next = NEXT (name);                                                                                    \
    if (trouble != 'u' && trouble != 'b')                                                                    \
      return next (fd);                                                                                      \
    errno = EIO;                                                                                             \
    return -1;                                                                                               \
  }

DEFINE_WRITE (write, (int fd, const void *data, size_t size), (fd, data, size))
DEFINE_WRITE (pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
DEFINE_WRITE (pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at))
DEFINE_WRITE (writev, (int fd, const struct iovec *parts, int n), (fd, parts, n))
DEFINE_GROW (ftruncate, (int fd, off_t size), (fd, size))
DEFINE_GROW (ftruncate64, (int fd, off64_t size), (fd, size))
DEFINE_SYNC (fsync)
DEFINE_SYNC (fdatasync)

int
posix_fallocate (int fd, off_t at, off_t size)
{
  static __typeof__ (posix_fallocate) *next;
  int error = fails_write (fd);

  if (next == NULL)
    next = NEXT (posix_fallocate);
  return error != 0 ? error : next (fd, at, size);
}
