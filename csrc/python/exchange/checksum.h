/* checksum: the checksums of files' records, for Python. */
#ifndef CT_PYTHON_EXCHANGE_CHECKSUM_H
#define CT_PYTHON_EXCHANGE_CHECKSUM_H

#include "python/concept.h"

extern const ct_concept ct_checksum_concept;

#endif
