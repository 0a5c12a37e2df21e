/* resize: resize_, resize_as_ and set_, which give a tensor another layout or other bytes. */
#ifndef CT_PYTHON_TYPE_RESIZE_H
#define CT_PYTHON_TYPE_RESIZE_H

#include "python/concept.h"

extern const ct_concept ct_resize_concept;

#endif
