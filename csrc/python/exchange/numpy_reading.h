/* numpy_reading: what does NumPy read a tensor for?
 *
 * NOTE [Readings] To make an ndarray of a list of tensors NumPy asks each of them for
 * its buffer, just as it asks a tensor alone, and tells nobody what for. Only the C
 * stack differs: the function that finds the shape calls itself for the items, and
 * numpy.asarray calls it in another place than a method that takes a value. So NumPy is
 * made to read one tensor in each of these ways, once; the return addresses that tell
 * them apart are looked for in later readings, and beside them the caller (NOTE [The
 * caller], numpy_reading.c). Where there is no <execinfo.h>, no item is recognised. */
#ifndef CT_PYTHON_EXCHANGE_NUMPY_READING_H
#define CT_PYTHON_EXCHANGE_NUMPY_READING_H

#include "python/concept.h"

/* In a reading of a tensor's memory: does it become a part of an ndarray, as an item of
 * a sequence does, and all that NumPy reads but numpy.asarray and its like do not? */
bool ct_numpy_reads_part(void);
/* In the reading of a tensor as a number: does NumPy want it, as for an element that it
 * writes? Then its code asks for float(t), and no Python code does. */
bool ct_numpy_reads_number(void);
/* Is the reading one of those that are made to learn from? */
bool ct_numpy_is_learning(void);

extern const ct_concept ct_numpy_reading_concept;

#endif
