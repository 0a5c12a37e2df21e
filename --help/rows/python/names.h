/* Made by tools/rows.py. */
#ifndef CT_ROWS_NAMES_H
#define CT_ROWS_NAMES_H
enum { CT_ROW_NAMES = 278 };
#endif
