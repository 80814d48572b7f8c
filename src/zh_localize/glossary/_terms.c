/* Many terms found in a text at once: a trie in one open table, walked from each place for the longest term.
 *
 * A node is the place of its entry in the table: the entry holds the node before it and the character that leads on.
 * Terms and texts are folded while they are read (see fold.py). A table is read-only memory that somebody else owns, so
 * that it can be kept in a file and mapped; whoever keeps it there keeps a checksum too (see compiled.py). The pure twin
 * is in automaton.py, and tests hold both to the same results.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

static const char MAGIC[8] = "ZHLTRM01";
enum { HEAD = 64, PLANE = 0x10000, IDEOGRAPHS = 0x2E80 };

typedef struct {
    const uint32_t *plane;
    const uint32_t *beyond;
    Py_ssize_t beyond_count;
} Folding;

typedef struct {
    uint32_t bits;  /* the table has 1 << bits entries */
    uint32_t *first; /* of each character of the BMP: the node that it leads to, or 0 */
    uint64_t *keys;  /* of each entry: node << 21 | character, or 0 */
    uint32_t *terms; /* of each node: 1 + the number of the term that ends there, or 0 */
} Table;

static inline uint32_t fold(const Folding *f, uint32_t c)
{
    if (c < PLANE)
        return f->plane[c];
    for (Py_ssize_t low = 0, high = f->beyond_count; low < high;) {
        Py_ssize_t middle = (low + high) / 2;
        if (f->beyond[2 * middle] == c)
            return f->beyond[2 * middle + 1];
        if (f->beyond[2 * middle] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return c;
}

static inline int is_spaced(uint32_t c) { return c < IDEOGRAPHS && Py_UNICODE_ISALNUM(c); }

static inline uint64_t root(const Table *t) { return (uint64_t)1 << t->bits; }

/* The entry of a key, or the free one where it belongs. */
static inline uint32_t place_of(const Table *t, uint64_t key)
{
    uint32_t mask = (1u << t->bits) - 1, place = (uint32_t)(key * 0x9E3779B97F4A7C15u >> (64 - t->bits));
    while (place == 0 || (t->keys[place] && t->keys[place] != key)) /* node 0 stands for none */
        place = (place + 1) & mask;
    return place;
}

/* The node behind `node` by way of `c`; 0 when no term goes there. */
static inline uint32_t follow(const Table *t, uint64_t node, uint32_t c)
{
    uint32_t place = place_of(t, node << 21 | c);
    return t->keys[place] ? place : 0;
}

static inline uint32_t enter(const Table *t, uint32_t c) { return c < PLANE ? t->first[c] : follow(t, root(t), c); }

/* ---- Building ----------------------------------------------------------------------------------------------------- */

static size_t table_size(uint32_t bits) { return HEAD + PLANE * 4 + ((size_t)1 << bits) * 12; }

static Table table_at(uint8_t *data, uint32_t bits)
{
    Table t = {bits, (uint32_t *)(data + HEAD), (uint64_t *)(data + HEAD + PLANE * 4), NULL};
    t.terms = (uint32_t *)(t.keys + ((size_t)1 << bits));
    return t;
}

/* Put all terms in; the number of nodes, and for each term the number of its group: terms folded alike share one. */
static size_t fill(Table *t, const Folding *f, PyObject *terms, uint32_t *groups)
{
    size_t nodes = 0;
    uint32_t count = 0;
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(terms); k++) {
        PyObject *term = PyList_GET_ITEM(terms, k);
        uint64_t node = root(t);
        for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(term); i++) {
            uint32_t c = fold(f, PyUnicode_READ_CHAR(term, i));
            uint64_t key = node << 21 | c;
            uint32_t place = place_of(t, key);
            if (!t->keys[place]) {
                t->keys[place] = key;
                nodes++;
                if (node == root(t) && c < PLANE)
                    t->first[c] = place;
            }
            node = place;
        }
        if (!t->terms[node])
            t->terms[node] = ++count;
        groups[k] = t->terms[node] - 1;
    }
    return nodes;
}

static uint32_t bits_for(size_t nodes)
{
    uint32_t bits = 8;
    while (((size_t)1 << bits) < nodes + nodes / 2 + 2)
        bits++;
    return bits;
}

static int take_folding(Folding *f, const Py_buffer *plane, const Py_buffer *beyond)
{
    if (plane->len != PLANE * 4 || beyond->len % 8) {
        PyErr_SetString(PyExc_ValueError, "a folding has 65536 codes, and pairs beyond them");
        return 0;
    }
    *f = (Folding){plane->buf, beyond->buf, beyond->len / 8};
    return 1;
}

PyDoc_STRVAR(compile_doc, "compile(terms: list[str], plane, beyond) -> tuple[bytes, bytes]\n\n"
                          "The table of terms that are not empty, and the group of each as 32-bit numbers.");

static PyObject *compile_terms(PyObject *self, PyObject *args)
{
    PyObject *terms, *table = NULL, *groups = NULL, *found = NULL;
    Py_buffer plane = {0}, beyond = {0};
    Folding f;
    size_t characters = 0;
    if (!PyArg_ParseTuple(args, "O!y*y*:compile", &PyList_Type, &terms, &plane, &beyond))
        return NULL;
    if (!take_folding(&f, &plane, &beyond))
        goto done;
    for (Py_ssize_t k = 0; k < PyList_GET_SIZE(terms); k++) {
        PyObject *term = PyList_GET_ITEM(terms, k);
        if (!PyUnicode_Check(term) || PyUnicode_GET_LENGTH(term) == 0) {
            PyErr_SetString(PyExc_ValueError, "a term is a string that is not empty");
            goto done;
        }
        characters += (size_t)PyUnicode_GET_LENGTH(term);
    }
    if (characters > (size_t)1 << 28) {
        PyErr_SetString(PyExc_ValueError, "the terms have more than 2^28 characters together");
        goto done;
    }
    groups = PyBytes_FromStringAndSize(NULL, PyList_GET_SIZE(terms) * 4);
    for (uint32_t bits = bits_for(characters), again = 1; groups && again;) {
        table = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)table_size(bits));
        if (!table)
            goto done;
        uint8_t *data = (uint8_t *)PyBytes_AS_STRING(table);
        memset(data, 0, table_size(bits));
        memcpy(data, MAGIC, 8);
        memcpy(data + 8, &bits, 4);
        Table t = table_at(data, bits);
        size_t nodes = fill(&t, &f, terms, (uint32_t *)PyBytes_AS_STRING(groups));
        again = bits_for(nodes) < bits; /* what terms share is known now: most tables are half as large */
        bits = bits_for(nodes);
        if (again)
            Py_CLEAR(table);
    }
    if (table && groups)
        found = PyTuple_Pack(2, table, groups);
done:
    Py_XDECREF(table);
    Py_XDECREF(groups);
    PyBuffer_Release(&plane);
    PyBuffer_Release(&beyond);
    return found;
}

/* ---- Finding ------------------------------------------------------------------------------------------------------ */

static int take_table(Table *t, const Py_buffer *buffer)
{
    uint32_t bits = 0;
    if (buffer->len >= HEAD)
        memcpy(&bits, (uint8_t *)buffer->buf + 8, 4);
    if (bits < 8 || bits > 30 || (size_t)buffer->len != table_size(bits) || memcmp(buffer->buf, MAGIC, 8) ||
        (size_t)buffer->buf % 8) {
        PyErr_SetString(PyExc_ValueError, "no table of terms");
        return 0;
    }
    *t = table_at(buffer->buf, bits);
    return 1;
}

typedef struct {
    uint32_t *rows; /* start, end and group of each */
    size_t count, room;
} Found;

static int add(Found *found, Py_ssize_t start, Py_ssize_t end, uint32_t group)
{
    if (found->count == found->room) {
        size_t room = found->room ? 2 * found->room : 64;
        uint32_t *rows = PyMem_RawRealloc(found->rows, room * 12);
        if (!rows)
            return 0;
        found->rows = rows;
        found->room = room;
    }
    uint32_t *row = found->rows + 3 * found->count++;
    row[0] = (uint32_t)start;
    row[1] = (uint32_t)end;
    row[2] = group;
    return 1;
}

#define UNIT Py_UCS1
#define NAME(name) name##_1
#include "_walk.h"
#undef UNIT
#undef NAME
#define UNIT Py_UCS2
#define NAME(name) name##_2
#include "_walk.h"
#undef UNIT
#undef NAME
#define UNIT Py_UCS4
#define NAME(name) name##_4
#include "_walk.h"
#undef UNIT
#undef NAME

PyDoc_STRVAR(find_doc, "find(table, plane, beyond, text: str) -> bytes\n\n"
                       "Start, end and group of the longest term at each place, left to right, as 32-bit numbers.");

static PyObject *find(PyObject *self, PyObject *args)
{
    PyObject *text, *result = NULL;
    Py_buffer table = {0}, plane = {0}, beyond = {0};
    Table t;
    Folding f;
    Found found = {0};
    if (!PyArg_ParseTuple(args, "y*y*y*U:find", &table, &plane, &beyond, &text))
        return NULL;
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    if ((uint64_t)size >> 32)
        PyErr_SetString(PyExc_ValueError, "a text has less than 2^32 characters");
    else if (take_folding(&f, &plane, &beyond) && take_table(&t, &table)) {
        const void *data = PyUnicode_DATA(text);
        int kind = PyUnicode_KIND(text), good;
        Py_BEGIN_ALLOW_THREADS /* neither table nor text changes, and both are held */
        good = kind == PyUnicode_1BYTE_KIND   ? walk_1(&t, &f, data, size, &found)
               : kind == PyUnicode_2BYTE_KIND ? walk_2(&t, &f, data, size, &found)
                                              : walk_4(&t, &f, data, size, &found);
        Py_END_ALLOW_THREADS
        result = good ? PyBytes_FromStringAndSize((char *)found.rows, (Py_ssize_t)found.count * 12) : PyErr_NoMemory();
    }
    PyMem_RawFree(found.rows);
    PyBuffer_Release(&table);
    PyBuffer_Release(&plane);
    PyBuffer_Release(&beyond);
    return result;
}

static PyMethodDef METHODS[] = {
    {"compile", compile_terms, METH_VARARGS, compile_doc},
    {"find", find, METH_VARARGS, find_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "_terms", "Many terms found in a text at once.", 0, METHODS};

PyMODINIT_FUNC PyInit__terms(void) { return PyModule_Create(&MODULE); }
