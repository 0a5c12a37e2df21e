/* docs: docstrings, with the signature that inspect reads, made from the rows. */
#ifndef CT_PYTHON_ARGUMENTS_DOCS_H
#define CT_PYTHON_ARGUMENTS_DOCS_H

#include "ops/op.h"

/* The docstring of a row and its overloads as `name`; form is CT_FN, CT_METHOD or
 * CT_INPLACE. Lives as long as the process; NULL when memory is out. */
const char *ct_doc_row(const ct_op *op, const char *name, unsigned form);
/* A text in lines that fit a terminal; to be freed, NULL when memory is out. */
char *ct_doc_words(const char *words);
/* "input, dim=None, *, out=None": Python's form of a row's parameters, into text. */
void ct_doc_parameters(const ct_op *op, unsigned form, char *text, size_t size);

#endif
