/* text: a string that grows, for printing.
 *
 * A failed allocation is remembered: the calls after it do nothing, and text_finish
 * raises MemoryError. */
#ifndef CT_PYTHON_TYPE_TEXT_H
#define CT_PYTHON_TYPE_TEXT_H

#include <stdbool.h>

#include "core/object.h"

typedef struct ct_text {
    char *p; /* the inline room, or heap memory */
    size_t n, capacity;
    bool failed;
    char room[512];
} ct_text;

void ct_text_init(ct_text *t);
void ct_text_add(ct_text *t, const char *s, size_t n);
void ct_text_puts(ct_text *t, const char *s);
void ct_text_repeat(ct_text *t, char c, int64_t n);
/* Characters since the last line break. */
size_t ct_text_column(const ct_text *t);
/* The str, or NULL with MemoryError; frees the text. */
PyObject *ct_text_finish(ct_text *t);
void ct_text_free(ct_text *t);

#endif
