/* The native core: conversion over packed tables (see convert/pack.py, which writes what is read here).
 *
 * It walks the buffers of Python's strings themselves, 2 or 4 bytes a character, in one pass for a whole chain of
 * tables. Tables are read-only memory that somebody else owns (a memory map), checked against their hash when they are
 * taken; the state of a call lives on its stack. So there is nothing to lock, and long texts are converted without the
 * interpreter's lock.
 *
 * The pure twin, convert/apply.py and convert/choose.py, is the specification; tests hold both to the same results.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "_tables.h"
#include "_model.h"
#include "_survey.h"

static const Py_ssize_t LONG = 1 << 14; /* characters from which on the interpreter's lock is given up */

/* ---- The state of one conversion ------------------------------------------------------------------------------ */

typedef struct {
    uint32_t start, end, choice; /* choice: 0 a segment, WORD a user's word, else 1 + the candidate of the model */
    int32_t margin;
} Row;

typedef struct {
    Row *rows;
    size_t count, room;
} Records;

typedef struct {
    Py_ssize_t known;       /* everything before it has been cut into segments */
    Py_ssize_t begin;       /* of the last of them */
    const uint32_t *phrase; /* the record of its key, or NULL when it is a single character */
} Segment;

typedef struct {
    const Table *table;
    const Model *model;
    const Words *words;
    const void *source;
    Py_ssize_t size, length, room; /* of the source; of the result, and the room for it */
    void *out;
    int wide, owned; /* a character beyond the BMP was written; `out` is our own memory */
    Segment segment;
    Py_ssize_t resume, word_begin, word_end;
    const uint32_t *word;
    Py_ssize_t line_begin, line_end;
    int line_marked;
    Records *records;
    uint32_t last_start, last_end;
} Run;

/* Room for `more` characters after those written. A result that Python owns has the source's length and room enough. */
static int reserve(Run *r, Py_ssize_t more, size_t width)
{
    if (r->length + more <= r->room || !r->owned)
        return 1;
    Py_ssize_t room = r->length + more;
    if (room > (PY_SSIZE_T_MAX >> 4))
        return 0;
    room += room / 4 + 64;
    void *grown = PyMem_RawRealloc(r->out, (size_t)room * width);
    if (grown == NULL)
        return 0;
    r->out = grown;
    r->room = room;
    return 1;
}

static int record(Run *r, Py_ssize_t start, Py_ssize_t end, uint32_t choice, int32_t margin)
{
    Records *records = r->records;
    if (choice == 0) {
        if (r->last_start == (uint32_t)start && r->last_end == (uint32_t)end)
            return DONE;
        r->last_start = (uint32_t)start;
        r->last_end = (uint32_t)end;
    }
    if (records->count == records->room) {
        size_t room = records->room ? 2 * records->room : 64;
        Row *grown = PyMem_RawRealloc(records->rows, room * sizeof(Row));
        if (grown == NULL)
            return NO_MEMORY;
        records->rows = grown;
        records->room = room;
    }
    Row row = {(uint32_t)start, (uint32_t)end, choice, margin};
    records->rows[records->count++] = row;
    return DONE;
}

/* ---- Stages: what is done to a run outside phrases, one stage after the other --------------------------------- */

typedef struct {
    uint32_t *text;
    Py_ssize_t length, room;
} Stretch;

static int extend(Stretch *stretch, Py_ssize_t more)
{
    if (stretch->length + more <= stretch->room)
        return 1;
    Py_ssize_t room = 2 * (stretch->length + more) + 16;
    uint32_t *grown = PyMem_RawRealloc(stretch->text, (size_t)room * sizeof(uint32_t));
    if (grown == NULL)
        return 0;
    stretch->text = grown;
    stretch->room = room;
    return 1;
}

/* The longest key of a stage's dictionary at the start of `text`. */
static const uint32_t *match_stage(const Pairs *pairs, const uint32_t *text, Py_ssize_t size, Py_ssize_t *length)
{
    const uint32_t *record = size > 1 ? group(pairs, text[0], text[1]) : NULL;
    if (record)
        for (uint32_t count = *record++; count; count--) {
            uint32_t rest = record[0] & 0xFF, k = 0;
            if (2 + (Py_ssize_t)rest <= size) {
                while (k < rest && text[2 + k] == record[2 + k])
                    k++;
                if (k == rest) {
                    *length = 2 + (Py_ssize_t)rest;
                    return record;
                }
            }
            record += 2 + rest;
        }
    *length = 1;
    return single(pairs, text[0]);
}

static int run_stage(const Stage *stage, const uint32_t *pool, const Stretch *from, Stretch *to)
{
    to->length = 0;
    for (Py_ssize_t i = 0; i < from->length;) {
        const uint32_t *found = NULL;
        Py_ssize_t length = 1;
        for (int k = 0; k < stage->count && !found; k++)
            found = match_stage(&stage->dictionaries[k], from->text + i, from->length - i, &length);
        if (found && found[1]) {
            const uint32_t *value = pool + found[1];
            if (!extend(to, (Py_ssize_t)value[0]))
                return 0;
            memcpy(to->text + to->length, value + 1, value[0] * sizeof(uint32_t));
            to->length += (Py_ssize_t)value[0];
        } else {
            if (!extend(to, 1))
                return 0;
            to->text[to->length++] = look_up(&stage->characters, from->text[i]);
        }
        i += length;
    }
    return 1;
}

/* ---- The loop for each pair of widths -------------------------------------------------------------------------- */

#define S Py_UCS2
#define D Py_UCS2
#define NAME(x) x##_2_2
#include "_convert.h"

#define S Py_UCS2
#define D Py_UCS4
#define NAME(x) x##_2_4
#include "_convert.h"

#define S Py_UCS4
#define D Py_UCS4
#define NAME(x) x##_4_4
#include "_convert.h"

/* Copies what is written so far into characters of 4 bytes. */
static int widen(Run *r)
{
    uint32_t *wide = PyMem_RawMalloc((size_t)(r->room + 1) * 4);
    if (wide == NULL)
        return NO_MEMORY;
    for (Py_ssize_t k = 0; k < r->length; k++)
        wide[k] = ((uint16_t *)r->out)[k];
    if (r->owned)
        PyMem_RawFree(r->out);
    r->out = wide;
    r->owned = 1;
    return DONE;
}

static int convert_source(Run *r, int kind)
{
    if (kind == PyUnicode_4BYTE_KIND)
        return convert_4_4(r);
    int state = convert_2_2(r);
    if (state == WIDEN && (state = widen(r)) == DONE)
        return convert_2_4(r) == DONE ? WIDEN : NO_MEMORY;
    return state;
}

/* ---- Python ----------------------------------------------------------------------------------------------------- */

typedef struct {
    PyTypeObject *engine, *overlay;
} State;

typedef struct {
    PyObject_HEAD
    Py_buffer buffer, model_buffer, rows_buffer;
    Table table;
    Model *model;
} EngineObject;

typedef struct {
    PyObject_HEAD
    Py_buffer buffer;
    Words words;
} OverlayObject;

static void engine_dealloc(EngineObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    free_model(self->model);
    PyBuffer_Release(&self->buffer);
    PyBuffer_Release(&self->model_buffer);
    PyBuffer_Release(&self->rows_buffer);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *engine_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"table", "source", "model", "rows", "region", NULL};
    unsigned long long source = 0;
    unsigned int region = 0;
    PyObject *table, *model = Py_None, *rows = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OK|OOI", names, &table, &source, &model, &rows, &region))
        return NULL;
    EngineObject *self = (EngineObject *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    Reader reader;
    if (PyObject_GetBuffer(table, &self->buffer, PyBUF_SIMPLE) < 0 || !open_table(&self->buffer, source, &reader))
        goto failed;
    read_table(&reader, &self->table);
    if (model != Py_None) {
        if (PyObject_GetBuffer(model, &self->model_buffer, PyBUF_SIMPLE) < 0
            || PyObject_GetBuffer(rows, &self->rows_buffer, PyBUF_SIMPLE) < 0)
            goto failed;
        self->model = read_model(&self->model_buffer, source, &self->rows_buffer, region);
        if (self->model == NULL)
            goto failed;
    }
    return (PyObject *)self;
failed:
    Py_DECREF(self);
    return NULL;
}

static void overlay_dealloc(OverlayObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyBuffer_Release(&self->buffer);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *overlay_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"table", "source", NULL};
    PyObject *table;
    unsigned long long source = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OK", names, &table, &source))
        return NULL;
    OverlayObject *self = (OverlayObject *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    Reader reader;
    uint32_t size;
    if (PyObject_GetBuffer(table, &self->buffer, PyBUF_SIMPLE) < 0 || !open_table(&self->buffer, source, &reader)) {
        Py_DECREF(self);
        return NULL;
    }
    self->words.keys = read_pairs(&reader);
    self->words.pairs = read_filter(&reader);
    self->words.singles = read_filter(&reader);
    self->words.pool = section(&reader, &size);
    return (PyObject *)self;
}

/* Converts `text`; with `records`, notes what was done. */
static PyObject *run(EngineObject *self, PyObject *text, OverlayObject *overlay, Records *records)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    PyObject *wide = NULL, *owner = NULL, *found = NULL;
    if (size == 0 || (kind == PyUnicode_1BYTE_KIND && overlay == NULL && !(self->table.flags & NARROWS)))
        return Py_NewRef(text); /* no key is of Latin-1 characters alone */
    if ((uint64_t)size > 0x7FFFFFFF) {
        PyErr_SetString(PyExc_OverflowError, "a text of more than 2,147,483,647 characters; convert it in parts");
        return NULL;
    }
    Run r = {.table = &self->table, .model = self->model, .size = size, .room = size, .word_begin = -1};
    r.words = overlay ? &overlay->words : NULL;
    r.records = records;
    r.last_start = r.last_end = UINT32_MAX;
    r.source = PyUnicode_DATA(text);
    void *copy = NULL;
    if (kind == PyUnicode_1BYTE_KIND) {
        copy = PyUnicode_AsUCS4Copy(text);
        if (copy == NULL)
            return NULL;
        r.source = copy;
        kind = PyUnicode_4BYTE_KIND;
        r.owned = 1;
    }
    r.owned |= overlay || (self->table.flags & (SAME_LENGTH | NARROWS)) != SAME_LENGTH;
    if (r.owned) {
        r.out = PyMem_RawMalloc((size_t)size * (size_t)kind);
    } else {
        owner = PyUnicode_New(size, kind == PyUnicode_4BYTE_KIND ? 0x10FFFF : 0xFFFF);
        r.out = owner ? PyUnicode_DATA(owner) : NULL;
    }
    int state = NO_MEMORY;
    if (r.out) {
        if (size >= LONG) {
            Py_BEGIN_ALLOW_THREADS
            state = convert_source(&r, kind);
            Py_END_ALLOW_THREADS
        } else {
            state = convert_source(&r, kind);
        }
    }
    if (state == NO_MEMORY) {
        PyErr_NoMemory();
        goto done;
    }
    int width = state == WIDEN ? PyUnicode_4BYTE_KIND : kind;
    if (width == kind && r.length == size && memcmp(r.out, r.source, (size_t)size * (size_t)kind) == 0)
        found = Py_NewRef(text);
    else if (r.owned || (width == PyUnicode_4BYTE_KIND && !r.wide))
        found = PyUnicode_FromKindAndData(width, r.out, r.length);
    else
        found = Py_NewRef(owner);
done:
    if (r.owned)
        PyMem_RawFree(r.out);
    PyMem_Free(copy);
    Py_XDECREF(owner);
    Py_XDECREF(wide);
    return found;
}

static int parse(EngineObject *self, PyTypeObject *type, PyObject *const *args, Py_ssize_t count, OverlayObject **overlay)
{
    State *state = PyType_GetModuleState(type);
    *overlay = NULL;
    if (count < 1 || count > 2 || !PyUnicode_Check(args[0])) {
        PyErr_Format(PyExc_TypeError, "expected a string, not %.100s", count ? Py_TYPE(args[0])->tp_name : "nothing");
        return 0;
    }
    if (count == 2 && args[1] != Py_None) {
        if (!Py_IS_TYPE(args[1], state->overlay)) {
            PyErr_SetString(PyExc_TypeError, "expected an Overlay");
            return 0;
        }
        *overlay = (OverlayObject *)args[1];
    }
    return 1;
}

PyDoc_STRVAR(convert_doc, "convert(text, overlay=None, /)\n--\n\nThe converted text; the same object when nothing changes.");

static PyObject *engine_convert(
    EngineObject *self, PyTypeObject *type, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    OverlayObject *overlay;
    if (!parse(self, type, args, count, &overlay))
        return NULL;
    return run(self, args[0], overlay, NULL);
}

PyDoc_STRVAR(
    explain_doc,
    "explain(text, overlay=None, /)\n--\n\n"
    "The converted text and rows of four 32-bit numbers: start and end of a segment that changed, 0; of a character\n"
    "that the model decided, 1 + its candidate, and the margin; of a user's word, 65535.");

static PyObject *engine_explain(
    EngineObject *self, PyTypeObject *type, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    OverlayObject *overlay;
    if (!parse(self, type, args, count, &overlay))
        return NULL;
    Records records = {0};
    PyObject *text = run(self, args[0], overlay, &records), *found = NULL;
    if (text) {
        found = Py_BuildValue("Ny#", text, records.count ? (const char *)records.rows : "",
                              (Py_ssize_t)(records.count * sizeof(Row)));
    }
    PyMem_RawFree(records.rows);
    return found;
}

static PyMethodDef engine_methods[] = {
    {"convert", (PyCFunction)(void (*)(void))engine_convert, METH_METHOD | METH_FASTCALL | METH_KEYWORDS, convert_doc},
    {"explain", (PyCFunction)(void (*)(void))engine_explain, METH_METHOD | METH_FASTCALL | METH_KEYWORDS, explain_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(
    engine_doc,
    "Engine(table, source, model=None, rows=None, region=0)\n--\n\n"
    "A packed table made ready. source: the hash of what it must have been made from, 0 for any. model and rows: a\n"
    "context model and the final forms of its candidates in a region.");

static PyType_Slot engine_slots[] = {
    {Py_tp_doc, (void *)engine_doc},
    {Py_tp_new, engine_new},
    {Py_tp_dealloc, engine_dealloc},
    {Py_tp_methods, engine_methods},
    {0, NULL},
};

static PyType_Spec engine_spec = {
    "zh_localize.text._native.Engine", sizeof(EngineObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, engine_slots};

PyDoc_STRVAR(overlay_doc, "Overlay(table, source)\n--\n\nA user's words, packed.");

static PyType_Slot overlay_slots[] = {
    {Py_tp_doc, (void *)overlay_doc},
    {Py_tp_new, overlay_new},
    {Py_tp_dealloc, overlay_dealloc},
    {0, NULL},
};

static PyType_Spec overlay_spec = {
    "zh_localize.text._native.Overlay", sizeof(OverlayObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    overlay_slots};

static PyMethodDef native_functions[] = {
    {"survey", survey_text, METH_VARARGS, survey_doc},
    {NULL, NULL, 0, NULL},
};

static int native_exec(PyObject *module)
{
    State *state = PyModule_GetState(module);
    state->engine = (PyTypeObject *)PyType_FromModuleAndSpec(module, &engine_spec, NULL);
    state->overlay = (PyTypeObject *)PyType_FromModuleAndSpec(module, &overlay_spec, NULL);
    if (state->engine == NULL || state->overlay == NULL)
        return -1;
    return PyModule_AddType(module, state->engine) < 0 || PyModule_AddType(module, state->overlay) < 0 ? -1 : 0;
}

static int native_traverse(PyObject *module, visitproc visit, void *arg)
{
    State *state = PyModule_GetState(module);
    Py_VISIT(state->engine);
    Py_VISIT(state->overlay);
    return 0;
}

static int native_clear(PyObject *module)
{
    State *state = PyModule_GetState(module);
    Py_CLEAR(state->engine);
    Py_CLEAR(state->overlay);
    return 0;
}

static PyModuleDef_Slot native_slots[] = {
    {Py_mod_exec, native_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static PyModuleDef native_module = {
    PyModuleDef_HEAD_INIT, .m_name = "_native", .m_doc = "The native core of zh_localize.", .m_size = sizeof(State),
    .m_methods = native_functions, .m_slots = native_slots, .m_traverse = native_traverse, .m_clear = native_clear,
};

PyMODINIT_FUNC PyInit__native(void) { return PyModuleDef_Init(&native_module); }
