/* stream: ctensor.Stream and ctensor.Event, over core/stream.h. */
#ifndef CT_PYTHON_TYPE_STREAM_H
#define CT_PYTHON_TYPE_STREAM_H

#include "python/concept.h"

extern const ct_concept ct_stream_concept;

#endif
