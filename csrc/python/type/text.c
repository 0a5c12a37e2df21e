/* text: a string that grows (see text.h). */
#include "python/type/text.h"

#include <string.h>

void ct_text_init(ct_text *t)
{
    t->p = t->room;
    t->n = 0;
    t->capacity = sizeof t->room;
    t->failed = false;
}

static bool reserve(ct_text *t, size_t more)
{
    if (t->failed || more <= t->capacity - t->n) {
        return !t->failed;
    }
    size_t capacity = 2 * t->capacity + more;
    char *old = t->p == t->room ? NULL : t->p;
    char *p = PyMem_Realloc(old, capacity);
    if (!p) {
        t->failed = true;
        return false;
    }
    if (!old) {
        memcpy(p, t->room, t->n);
    }
    t->p = p;
    t->capacity = capacity;
    return true;
}

void ct_text_add(ct_text *t, const char *s, size_t n)
{
    if (reserve(t, n)) {
        memcpy(t->p + t->n, s, n);
        t->n += n;
    }
}

void ct_text_puts(ct_text *t, const char *s)
{
    ct_text_add(t, s, strlen(s));
}

void ct_text_repeat(ct_text *t, char c, int64_t n)
{
    if (n > 0 && reserve(t, (size_t)n)) {
        memset(t->p + t->n, c, (size_t)n);
        t->n += (size_t)n;
    }
}

size_t ct_text_column(const ct_text *t)
{
    size_t i = t->n;
    while (i > 0 && t->p[i - 1] != '\n') {
        i--;
    }
    return t->n - i;
}

PyObject *ct_text_finish(ct_text *t)
{
    PyObject *result = t->failed ? PyErr_NoMemory()
                                 : PyUnicode_DecodeUTF8(t->p, (Py_ssize_t)t->n, NULL);
    ct_text_free(t);
    return result;
}

void ct_text_free(ct_text *t)
{
    if (t->p != t->room) {
        PyMem_Free(t->p);
    }
}
