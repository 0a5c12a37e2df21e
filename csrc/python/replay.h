/* replay: tapes (autograd/replay.h) for the package's own Python and its tests.
 *
 * A tape is a capsule. It is no public API yet: what capture will stand on. */
#ifndef CT_PYTHON_REPLAY_H
#define CT_PYTHON_REPLAY_H

#include "python/concept.h"

extern const ct_concept ct_replay_concept;

#endif
